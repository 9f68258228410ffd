CREATE TABLE risk_graph_strategy_versions (
  id            BIGINT        NOT NULL AUTO_INCREMENT,
  strategy_id   VARCHAR(36)   NOT NULL,
  version       INT           NOT NULL,
  debit         DECIMAL(10,4),
  visible       TINYINT       NOT NULL,
  label         VARCHAR(100),
  change_type   ENUM ('created', 'debit_updated', 'visibility_toggled', 'edited', 'deleted') NOT NULL,
  change_reason VARCHAR(255),
  created_at    DATETIME(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY risk_graph_strategy_versions_version (strategy_id, version),
  CONSTRAINT risk_graph_strategy_versions_strategy FOREIGN KEY (strategy_id) REFERENCES risk_graph_strategies (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

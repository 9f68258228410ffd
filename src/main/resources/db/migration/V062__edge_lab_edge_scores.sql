CREATE TABLE edge_lab_edge_scores (
  id                     BIGINT       NOT NULL AUTO_INCREMENT,
  user_id                INT          NOT NULL,
  window_start           DATE         NOT NULL,
  window_end             DATE         NOT NULL,
  scope                  VARCHAR(50)  NOT NULL DEFAULT 'all',
  structural_integrity   DECIMAL(4,3) NOT NULL,
  execution_discipline   DECIMAL(4,3) NOT NULL,
  bias_interference_rate DECIMAL(4,3) NOT NULL,
  regime_alignment       DECIMAL(4,3) NOT NULL,
  final_score            DECIMAL(4,3) NOT NULL,
  sample_size            INT          NOT NULL,
  computed_at            DATETIME(3)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY edge_lab_edge_scores_window (user_id, scope, window_start, window_end),
  KEY edge_lab_edge_scores_computed (user_id, computed_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

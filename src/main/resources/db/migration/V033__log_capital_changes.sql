CREATE TABLE log_capital_changes (
  id          BIGINT      NOT NULL AUTO_INCREMENT,
  log_id      VARCHAR(36) NOT NULL,
  old_capital BIGINT      NOT NULL,
  new_capital BIGINT      NOT NULL,
  changed_by  INT         NOT NULL,
  changed_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY log_capital_changes_log (log_id),
  CONSTRAINT log_capital_changes_log FOREIGN KEY (log_id) REFERENCES trade_logs (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE edge_lab_metrics (
  id           BIGINT      NOT NULL AUTO_INCREMENT,
  user_id      INT         NOT NULL,
  metric_type  VARCHAR(50) NOT NULL,
  scope        VARCHAR(50) NOT NULL DEFAULT 'all',
  window_start DATE        NOT NULL,
  window_end   DATE        NOT NULL,
  payload      JSON        NOT NULL,
  sample_size  INT         NOT NULL,
  computed_at  DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY edge_lab_metrics_window (user_id, metric_type, scope, window_start, window_end),
  KEY edge_lab_metrics_computed (user_id, metric_type, computed_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

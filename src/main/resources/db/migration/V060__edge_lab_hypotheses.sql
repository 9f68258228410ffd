CREATE TABLE edge_lab_hypotheses (
  id                VARCHAR(36) NOT NULL,
  setup_id          VARCHAR(36) NOT NULL,
  user_id           INT         NOT NULL,
  thesis            TEXT        NOT NULL,
  convexity_source  TEXT        NOT NULL,
  failure_condition TEXT        NOT NULL,
  max_risk_defined  TINYINT     NOT NULL DEFAULT 0,
  locked_at         DATETIME(3),
  created_at        DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY edge_lab_hypotheses_setup (setup_id),
  CONSTRAINT edge_lab_hypotheses_setup FOREIGN KEY (setup_id) REFERENCES edge_lab_setups (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE edge_lab_outcomes (
  id                    VARCHAR(36)   NOT NULL,
  setup_id              VARCHAR(36)   NOT NULL,
  user_id               INT           NOT NULL,
  outcome_type          ENUM ('structural_win', 'structural_loss', 'execution_error', 'bias_interference',
                              'regime_mismatch') NOT NULL,
  system_suggestion     VARCHAR(50),
  suggestion_confidence DECIMAL(5,4),
  suggestion_reasoning  TEXT,
  hypothesis_valid      TINYINT       NOT NULL DEFAULT 0,
  structure_resolved    TINYINT       NOT NULL DEFAULT 0,
  exit_per_plan         TINYINT       NOT NULL DEFAULT 0,
  notes                 TEXT,
  -- What it earned is kept, and never part of a score.
  pnl_result            DECIMAL(14,2),
  confirmed_at          DATETIME(3),
  created_at            DATETIME(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY edge_lab_outcomes_setup (setup_id),
  KEY edge_lab_outcomes_confirmed (user_id, confirmed_at),
  CONSTRAINT edge_lab_outcomes_setup FOREIGN KEY (setup_id) REFERENCES edge_lab_setups (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

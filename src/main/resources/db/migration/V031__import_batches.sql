CREATE TABLE import_batches (
  id              VARCHAR(36)  NOT NULL,
  user_id         INT          NOT NULL,
  log_id          VARCHAR(36),
  source          VARCHAR(50)  NOT NULL,
  source_label    VARCHAR(100),
  source_metadata JSON,
  trade_count     INT          NOT NULL DEFAULT 0,
  position_count  INT          NOT NULL DEFAULT 0,
  status          ENUM ('active', 'reverted') NOT NULL DEFAULT 'active',
  created_at      DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  reverted_at     DATETIME(3),
  PRIMARY KEY (id),
  KEY import_batches_status (user_id, status),
  KEY import_batches_created (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

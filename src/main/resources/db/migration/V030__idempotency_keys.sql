CREATE TABLE idempotency_keys (
  user_id         INT          NOT NULL,
  id              VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  request_hash    BINARY(32)   NOT NULL,
  state           ENUM ('pending', 'done') NOT NULL DEFAULT 'pending',
  response_status INT,
  -- Text, not JSON: the same request gets the same bytes, and MySQL would reorder the keys.
  response_body   LONGTEXT,
  created_at      DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  expires_at      DATETIME(3)  NOT NULL,
  PRIMARY KEY (user_id, id),
  KEY idempotency_keys_expiry (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

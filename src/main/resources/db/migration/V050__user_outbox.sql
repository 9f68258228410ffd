CREATE TABLE user_outbox (
  user_id      INT         NOT NULL,
  stream       VARCHAR(20) NOT NULL,
  seq          BIGINT      NOT NULL,
  message      MEDIUMTEXT  NOT NULL,
  created_at   DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  published_at DATETIME(3),
  PRIMARY KEY (user_id, stream, seq),
  KEY user_outbox_unpublished (published_at, user_id),
  KEY user_outbox_created (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE position_events (
  id                BIGINT      NOT NULL AUTO_INCREMENT,
  event_id          VARCHAR(36) NOT NULL,
  event_seq         BIGINT      NOT NULL,
  event_type        VARCHAR(50) NOT NULL,
  aggregate_type    ENUM ('position', 'order') NOT NULL,
  aggregate_id      VARCHAR(36) NOT NULL,
  aggregate_version INT         NOT NULL,
  user_id           INT         NOT NULL,
  -- Text, not JSON: told as it was written.
  payload           MEDIUMTEXT  NOT NULL,
  occurred_at       DATETIME(3) NOT NULL,
  created_at        DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  published_at      DATETIME(3),
  PRIMARY KEY (id),
  UNIQUE KEY position_events_event (event_id),
  UNIQUE KEY position_events_seq (user_id, event_seq),
  KEY position_events_aggregate (aggregate_id, aggregate_version),
  KEY position_events_unpublished (published_at, user_id, event_seq),
  KEY position_events_created (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

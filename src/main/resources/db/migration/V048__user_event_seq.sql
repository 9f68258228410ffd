CREATE TABLE user_event_seq (
  user_id INT         NOT NULL,
  -- The family of events; each is counted by itself.
  stream  VARCHAR(20) NOT NULL,
  seq     BIGINT      NOT NULL,
  PRIMARY KEY (user_id, stream)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

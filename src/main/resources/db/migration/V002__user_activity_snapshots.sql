CREATE TABLE user_activity_snapshots (
  id            BIGINT   NOT NULL AUTO_INCREMENT,
  snapshot_time DATETIME NOT NULL,
  user_id       INT      NOT NULL,
  PRIMARY KEY (id),
  KEY user_activity_snapshots_time (user_id, snapshot_time),
  CONSTRAINT user_activity_snapshots_user
    FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

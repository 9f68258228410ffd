CREATE TABLE hourly_activity_aggregates (
  id         INT      NOT NULL AUTO_INCREMENT,
  hour_start DATETIME NOT NULL,
  user_count INT      NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  UNIQUE KEY hourly_activity_aggregates_hour (hour_start)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

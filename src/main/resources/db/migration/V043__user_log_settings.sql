CREATE TABLE user_log_settings (
  user_id                          INT         NOT NULL,
  active_log_soft_cap              INT         NOT NULL DEFAULT 5,
  active_log_hard_cap              INT         NOT NULL DEFAULT 10,
  recommend_archive_historical     TINYINT     NOT NULL DEFAULT 1,
  historical_import_days_threshold INT         NOT NULL DEFAULT 7,
  created_at                       DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  updated_at                       DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE settings (
  `key`       VARCHAR(100) NOT NULL,
  scope       VARCHAR(50)  NOT NULL DEFAULT 'global',
  -- 0 for what holds for everybody.
  user_id     INT          NOT NULL DEFAULT 0,
  value       TEXT,
  category    VARCHAR(50)  NOT NULL,
  description TEXT,
  updated_at  DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (`key`, scope, user_id),
  KEY settings_category (user_id, scope, category)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

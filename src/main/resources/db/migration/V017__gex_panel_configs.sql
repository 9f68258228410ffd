CREATE TABLE IF NOT EXISTS gex_panel_configs (
  id          INT         NOT NULL AUTO_INCREMENT,
  user_id     INT         NOT NULL,
  enabled     BOOLEAN     NOT NULL DEFAULT 1,
  mode        ENUM ('combined', 'net') NOT NULL DEFAULT 'combined',
  calls_color VARCHAR(7)  NOT NULL DEFAULT '#22c55e',
  puts_color  VARCHAR(7)  NOT NULL DEFAULT '#ef4444',
  width_px    INT         NOT NULL DEFAULT 60,
  is_default  BOOLEAN     NOT NULL DEFAULT 0,
  created_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  updated_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY gex_panel_configs_user (user_id),
  CONSTRAINT gex_panel_configs_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

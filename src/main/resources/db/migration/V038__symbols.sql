CREATE TABLE symbols (
  symbol        VARCHAR(20)  NOT NULL,
  -- 0 for the ones everybody has.
  owner_user_id INT          NOT NULL DEFAULT 0,
  name          VARCHAR(255) NOT NULL,
  asset_type    VARCHAR(50)  NOT NULL,
  multiplier    INT          NOT NULL,
  enabled       TINYINT      NOT NULL DEFAULT 1,
  is_default    TINYINT      NOT NULL DEFAULT 0,
  created_at    DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (symbol, owner_user_id),
  KEY symbols_owner (owner_user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

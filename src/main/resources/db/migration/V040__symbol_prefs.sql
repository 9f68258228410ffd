CREATE TABLE symbol_prefs (
  user_id INT         NOT NULL,
  symbol  VARCHAR(20) NOT NULL,
  enabled TINYINT     NOT NULL,
  PRIMARY KEY (user_id, symbol)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE trade_corrections (
  id                BIGINT      NOT NULL AUTO_INCREMENT,
  trade_id          VARCHAR(36) NOT NULL,
  field_name        VARCHAR(50) NOT NULL,
  original_value    TEXT,
  corrected_value   TEXT,
  correction_reason TEXT        NOT NULL,
  corrected_at      DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  corrected_by      INT         NOT NULL,
  PRIMARY KEY (id),
  KEY trade_corrections_trade (trade_id),
  CONSTRAINT trade_corrections_trade FOREIGN KEY (trade_id) REFERENCES trades (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE legs (
  id              VARCHAR(36)   NOT NULL,
  position_id     VARCHAR(36)   NOT NULL,
  idx             INT           NOT NULL,
  instrument_type ENUM ('option', 'stock', 'future') NOT NULL DEFAULT 'option',
  expiry          DATE,
  strike          DECIMAL(12,4),
  `right`         ENUM ('call', 'put'),
  quantity        INT           NOT NULL,
  extra           JSON,
  created_at      DATETIME(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY legs_position (position_id, idx),
  CONSTRAINT legs_position FOREIGN KEY (position_id) REFERENCES positions (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

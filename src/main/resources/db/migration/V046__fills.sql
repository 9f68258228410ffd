CREATE TABLE fills (
  id          VARCHAR(36)   NOT NULL,
  leg_id      VARCHAR(36)   NOT NULL,
  price       DECIMAL(10,4) NOT NULL,
  quantity    INT           NOT NULL,
  occurred_at DATETIME(3)   NOT NULL,
  recorded_at DATETIME(3)   NOT NULL,
  PRIMARY KEY (id),
  KEY fills_leg (leg_id, occurred_at),
  CONSTRAINT fills_leg FOREIGN KEY (leg_id) REFERENCES legs (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

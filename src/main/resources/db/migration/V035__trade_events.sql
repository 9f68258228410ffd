CREATE TABLE trade_events (
  id              VARCHAR(36)   NOT NULL,
  trade_id        VARCHAR(36)   NOT NULL,
  event_type      VARCHAR(50)   NOT NULL,
  event_time      DATETIME(3)   NOT NULL,
  price           BIGINT,
  spot            DECIMAL(10,4),
  quantity_change INT,
  notes           TEXT,
  created_at      DATETIME(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY trade_events_trade (trade_id, event_time),
  CONSTRAINT trade_events_trade FOREIGN KEY (trade_id) REFERENCES trades (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

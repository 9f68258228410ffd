CREATE TABLE pnl_events (
  id               BIGINT        NOT NULL AUTO_INCREMENT,
  event_time       DATETIME(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  idea_id          VARCHAR(100)  NOT NULL,
  trade_id         VARCHAR(36),
  strategy_id      VARCHAR(36),
  pnl_delta        DECIMAL(14,2) NOT NULL,
  fees             DECIMAL(12,2) NOT NULL DEFAULT 0,
  slippage         DECIMAL(12,2) NOT NULL DEFAULT 0,
  underlying_price DECIMAL(12,4) NOT NULL,
  event_type       ENUM ('mark', 'fill', 'settlement', 'adjustment') NOT NULL,
  PRIMARY KEY (id),
  KEY pnl_events_time (event_time, id),
  KEY pnl_events_idea (idea_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

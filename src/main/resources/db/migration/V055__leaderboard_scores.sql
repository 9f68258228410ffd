-- Kept for installations that come from the older scheme; nothing reads it.
CREATE TABLE leaderboard_scores (
  id            INT           NOT NULL AUTO_INCREMENT,
  user_id       INT           NOT NULL,
  period_type   VARCHAR(20)   NOT NULL,
  period_key    VARCHAR(20)   NOT NULL,
  trade_count   INT           NOT NULL DEFAULT 0,
  score         DECIMAL(10,4) NOT NULL DEFAULT 0,
  calculated_at DATETIME(3),
  PRIMARY KEY (id),
  UNIQUE KEY leaderboard_scores_period (user_id, period_type, period_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

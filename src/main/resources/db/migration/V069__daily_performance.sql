CREATE TABLE daily_performance (
  id                  BIGINT        NOT NULL AUTO_INCREMENT,
  date                DATE          NOT NULL,
  net_pnl             DECIMAL(14,2) NOT NULL,
  gross_pnl           DECIMAL(14,2) NOT NULL,
  total_fees          DECIMAL(14,2) NOT NULL,
  high_water_pnl      DECIMAL(14,2) NOT NULL,
  max_drawdown        DECIMAL(14,2) NOT NULL,
  drawdown_pct        DECIMAL(14,6) NOT NULL,
  trade_count         INT           NOT NULL,
  win_count           INT           NOT NULL,
  loss_count          INT           NOT NULL,
  primary_model_id    INT,
  ml_contribution_pct DECIMAL(8,4),
  PRIMARY KEY (id),
  UNIQUE KEY daily_performance_date (date)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS leg_positions (
  id                 INT          NOT NULL AUTO_INCREMENT,
  user_id            INT          NOT NULL,
  symbol             VARCHAR(20)  NOT NULL DEFAULT 'SPX',
  position_type      ENUM ('single', 'vertical', 'calendar', 'diagonal', 'butterfly', 'bwb', 'condor',
                           'straddle', 'strangle', 'iron_fly', 'iron_condor', 'custom')
                                  NOT NULL DEFAULT 'single',
  direction          ENUM ('long', 'short') NOT NULL DEFAULT 'long',
  legs_json          JSON         NOT NULL,
  primary_expiration DATE         NOT NULL,
  -- As of the last write, for tools; readers count anew, because it is another one tomorrow.
  dte                INT,
  cost_basis         DECIMAL(10,2),
  cost_basis_type    ENUM ('debit', 'credit', 'net') NOT NULL DEFAULT 'debit',
  visible            BOOLEAN      NOT NULL DEFAULT 1,
  sort_order         INT          NOT NULL DEFAULT 0,
  color              VARCHAR(7),
  label              VARCHAR(100),
  added_at           BIGINT       NOT NULL,
  created_at         DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  updated_at         DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  version            INT          NOT NULL DEFAULT 1,
  import_batch_id    VARCHAR(36),
  PRIMARY KEY (id),
  KEY leg_positions_symbol (user_id, symbol),
  KEY leg_positions_expiration (user_id, primary_expiration),
  KEY leg_positions_batch (import_batch_id),
  CONSTRAINT leg_positions_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

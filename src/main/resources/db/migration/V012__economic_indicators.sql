CREATE TABLE IF NOT EXISTS economic_indicators (
  id              CHAR(36)     NOT NULL,
  `key`           VARCHAR(64)  NOT NULL,
  name            VARCHAR(255) NOT NULL,
  rating          INT          NOT NULL,
  tier            VARCHAR(16)  NOT NULL,
  description     TEXT,
  is_active       TINYINT      NOT NULL DEFAULT 1,
  release_time_et VARCHAR(5),
  cadence         VARCHAR(20),
  rule_json       TEXT,
  created_at      DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  updated_at      DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY economic_indicators_key (`key`),
  CONSTRAINT economic_indicators_rating CHECK (rating BETWEEN 1 AND 10),
  CONSTRAINT economic_indicators_tier CHECK (tier IN ('critical', 'high', 'medium', 'low'))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

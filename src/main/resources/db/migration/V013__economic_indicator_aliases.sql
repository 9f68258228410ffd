CREATE TABLE IF NOT EXISTS economic_indicator_aliases (
  id           CHAR(36)     NOT NULL,
  indicator_id CHAR(36)     NOT NULL,
  alias        VARCHAR(255) NOT NULL,
  created_at   DATETIME(3)  NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY economic_indicator_aliases_alias (alias),
  CONSTRAINT economic_indicator_aliases_indicator
    FOREIGN KEY (indicator_id) REFERENCES economic_indicators (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

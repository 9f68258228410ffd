CREATE TABLE tracked_idea_snapshots (
  id            BIGINT        NOT NULL AUTO_INCREMENT,
  idea_id       VARCHAR(100)  NOT NULL,
  snapshot_time DATETIME(3)   NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  spot          DECIMAL(12,4) NOT NULL,
  debit         DECIMAL(10,2),
  pnl           DECIMAL(12,2),
  PRIMARY KEY (id),
  KEY tracked_idea_snapshots_idea (idea_id, snapshot_time)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE position_journal_entries (
  id                   VARCHAR(36) NOT NULL,
  position_id          VARCHAR(36) NOT NULL,
  object_of_reflection TEXT        NOT NULL,
  bias_flags           JSON,
  notes                TEXT,
  phase                ENUM ('setup', 'entry', 'management', 'exit', 'review') NOT NULL DEFAULT 'setup',
  created_at           DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY position_journal_entries_position (position_id, created_at),
  CONSTRAINT position_journal_entries_position FOREIGN KEY (position_id) REFERENCES positions (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

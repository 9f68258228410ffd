-- A database of the older system keeps leg positions where book positions are going to be.
SET @leg_model = (
  SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = DATABASE() AND table_name = 'positions' AND column_name = 'legs_json'
);
SET @adopt = IF(@leg_model > 0, 'RENAME TABLE positions TO leg_positions', 'DO 0');
PREPARE adopt FROM @adopt;
EXECUTE adopt;
DEALLOCATE PREPARE adopt;

INSERT INTO selector_params (version, status, name, weights, regime_thresholds, activated_at)
VALUES (
  1,
  'active',
  'Baseline v1',
  '{"regime":0.25,"r2r":0.2,"convexity":0.2,"campaign":0.15,"decay":0.1,"edge":0.1}',
  '{"chaos":32,"goldilocks_2_lower":23,"goldilocks_1_lower":17,"zombieland_upper":17}',
  CURRENT_TIMESTAMP(3)
);

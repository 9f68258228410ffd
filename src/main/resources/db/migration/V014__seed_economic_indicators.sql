-- Only where there are none yet: an adopted list is its owners'.
INSERT INTO economic_indicators
  (id, `key`, name, rating, tier, description, release_time_et, cadence, rule_json)
SELECT UUID(), seed.k, seed.name, seed.rating, seed.tier, seed.description, seed.at, seed.cadence, seed.rule
FROM (
  SELECT 'fomc_rate_decision' AS k, 'FOMC Rate Decision' AS name, 10 AS rating, 'critical' AS tier,
    'Target range for the federal funds rate and the statement of the committee' AS description,
    '14:00' AS at, 'fixed_dates' AS cadence,
    '{"type":"fixed_dates","time_et":"14:00","dates":["2026-01-28","2026-03-18","2026-04-29","2026-06-17","2026-07-29","2026-09-16","2026-10-28","2026-12-09","2027-01-27","2027-03-17","2027-04-28","2027-06-09","2027-07-28","2027-09-15","2027-10-27","2027-12-08"]}' AS rule
  UNION ALL SELECT 'nonfarm_payrolls', 'Nonfarm Payrolls', 10, 'critical',
    'Monthly change in the number of employees outside farming',
    '08:30', 'first_friday',
    '{"type":"first_friday"}'
  UNION ALL SELECT 'cpi', 'Consumer Price Index', 10, 'critical',
    'Change in the prices consumers pay for a basket of goods and services',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'core_cpi', 'Core CPI', 10, 'critical',
    'Consumer prices without food and energy',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'fed_chair_press_conference', 'Fed Chair Press Conference', 9, 'critical',
    'The chair explains the rate decision and takes questions',
    '14:30', 'fixed_dates',
    '{"type":"fixed_dates","time_et":"14:30","dates":["2026-01-28","2026-03-18","2026-04-29","2026-06-17","2026-07-29","2026-09-16","2026-10-28","2026-12-09","2027-01-27","2027-03-17","2027-04-28","2027-06-09","2027-07-28","2027-09-15","2027-10-27","2027-12-08"]}'
  UNION ALL SELECT 'core_pce', 'Core PCE Price Index', 9, 'critical',
    'The inflation gauge the Federal Reserve steers by, without food and energy',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'gdp', 'Gross Domestic Product', 9, 'critical',
    'Growth of the economy in the quarter, annualised',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'unemployment_rate', 'Unemployment Rate', 9, 'critical',
    'Share of the labour force without work',
    '08:30', 'first_friday',
    '{"type":"first_friday"}'
  UNION ALL SELECT 'fomc_minutes', 'FOMC Minutes', 8, 'high',
    'What was said at the last meeting, three weeks later',
    '14:00', 'manual',
    NULL
  UNION ALL SELECT 'retail_sales', 'Retail Sales', 8, 'high',
    'Monthly change in the sales of stores and restaurants',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'ppi', 'Producer Price Index', 8, 'high',
    'Change in the prices producers receive',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'ism_manufacturing', 'ISM Manufacturing PMI', 8, 'high',
    'Survey of purchasing managers in manufacturing; above 50 means growth',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'ism_services', 'ISM Services PMI', 8, 'high',
    'Survey of purchasing managers in services; above 50 means growth',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'average_hourly_earnings', 'Average Hourly Earnings', 8, 'high',
    'Monthly change in what employees earn an hour',
    '08:30', 'first_friday',
    '{"type":"first_friday"}'
  UNION ALL SELECT 'jolts_job_openings', 'JOLTS Job Openings', 8, 'high',
    'Positions that stand open at the end of the month',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'pce_price_index', 'PCE Price Index', 8, 'high',
    'Prices of all that persons consume',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'initial_jobless_claims', 'Initial Jobless Claims', 7, 'high',
    'New claims for unemployment insurance in the week',
    '08:30', 'weekly',
    '{"type":"weekly","weekday":4}'
  UNION ALL SELECT 'adp_employment', 'ADP Employment Change', 7, 'high',
    'Monthly change in private payrolls as a payroll processor counts it',
    '08:15', 'manual',
    NULL
  UNION ALL SELECT 'michigan_sentiment', 'Michigan Consumer Sentiment', 7, 'high',
    'Survey of how households see their finances and the economy',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'consumer_confidence', 'CB Consumer Confidence', 7, 'high',
    'Survey of how households see business and jobs',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'durable_goods', 'Durable Goods Orders', 7, 'high',
    'Monthly change in orders for goods that last',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'fed_chair_testimony', 'Fed Chair Testimony', 7, 'high',
    'The chair reports to Congress twice a year',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'employment_cost_index', 'Employment Cost Index', 7, 'high',
    'What employers pay for labour in the quarter, benefits included',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'core_ppi', 'Core PPI', 7, 'high',
    'Producer prices without food and energy',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'michigan_inflation_expectations', 'Michigan Inflation Expectations', 7, 'high',
    'What households expect prices to do',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'existing_home_sales', 'Existing Home Sales', 6, 'medium',
    'Homes that changed owners in the month, at an annual rate',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'new_home_sales', 'New Home Sales', 6, 'medium',
    'New homes sold in the month, at an annual rate',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'housing_starts', 'Housing Starts', 6, 'medium',
    'Homes on which building has begun, at an annual rate',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'building_permits', 'Building Permits', 6, 'medium',
    'Homes that may be built, at an annual rate',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'industrial_production', 'Industrial Production', 6, 'medium',
    'Monthly change in the output of factories, mines and utilities',
    '09:15', 'manual',
    NULL
  UNION ALL SELECT 'philadelphia_fed_index', 'Philadelphia Fed Manufacturing Index', 6, 'medium',
    'Survey of manufacturers in the Philadelphia district',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'empire_state_index', 'Empire State Manufacturing Index', 6, 'medium',
    'Survey of manufacturers in the state of New York',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'sp_global_manufacturing_pmi', 'S&P Global Manufacturing PMI', 6, 'medium',
    'Early survey of purchasing managers in manufacturing',
    '09:45', 'manual',
    NULL
  UNION ALL SELECT 'sp_global_services_pmi', 'S&P Global Services PMI', 6, 'medium',
    'Early survey of purchasing managers in services',
    '09:45', 'manual',
    NULL
  UNION ALL SELECT 'personal_income', 'Personal Income', 6, 'medium',
    'Monthly change in what persons earn from all sources',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'personal_spending', 'Personal Spending', 6, 'medium',
    'Monthly change in what persons spend',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'crude_oil_inventories', 'EIA Crude Oil Inventories', 6, 'medium',
    'Weekly change in barrels of crude oil in store',
    '10:30', 'weekly',
    '{"type":"weekly","weekday":3,"time_et":"10:30"}'
  UNION ALL SELECT 'continuing_jobless_claims', 'Continuing Jobless Claims', 5, 'medium',
    'Persons who draw unemployment insurance for more than a week',
    '08:30', 'weekly',
    '{"type":"weekly","weekday":4}'
  UNION ALL SELECT 'trade_balance', 'Trade Balance', 5, 'medium',
    'Exports less imports of goods and services',
    '08:30', 'manual',
    NULL
  UNION ALL SELECT 'factory_orders', 'Factory Orders', 5, 'medium',
    'Monthly change in orders for all manufactured goods',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'beige_book', 'Beige Book', 5, 'medium',
    'What the districts of the Federal Reserve hear from business, eight times a year',
    '14:00', 'manual',
    NULL
  UNION ALL SELECT 'pending_home_sales', 'Pending Home Sales', 5, 'medium',
    'Homes under contract that have not closed yet',
    '10:00', 'manual',
    NULL
  UNION ALL SELECT 'case_shiller_hpi', 'S&P Case-Shiller Home Price Index', 4, 'low',
    'Home prices in twenty cities',
    '09:00', 'nth_weekday',
    '{"type":"nth_weekday","weekday":2,"n":4,"time_et":"09:00"}'
  UNION ALL SELECT 'natural_gas_storage', 'EIA Natural Gas Storage', 4, 'low',
    'Weekly change in natural gas in store',
    '10:30', 'weekly',
    '{"type":"weekly","weekday":4,"time_et":"10:30"}'
  UNION ALL SELECT 'nfib_small_business', 'NFIB Small Business Optimism', 4, 'low',
    'Survey of how small firms see their business',
    '06:00', 'nth_weekday',
    '{"type":"nth_weekday","weekday":2,"n":2,"time_et":"06:00"}'
  UNION ALL SELECT 'mortgage_applications', 'MBA Mortgage Applications', 3, 'low',
    'Weekly change in applications for mortgages',
    '07:00', 'weekly',
    '{"type":"weekly","weekday":3,"time_et":"07:00"}'
  UNION ALL SELECT 'wholesale_inventories', 'Wholesale Inventories', 3, 'low',
    'Monthly change in what wholesalers have in store',
    '10:00', 'manual',
    NULL
) seed
WHERE NOT EXISTS (SELECT 1 FROM economic_indicators);

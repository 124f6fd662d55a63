ALTER TABLE region_metrics SET LOCALITY REGIONAL BY ROW;
ALTER TABLE deployments SET LOCALITY REGIONAL BY ROW;
ALTER TABLE failover_events SET LOCALITY REGIONAL BY ROW;
ALTER TABLE sync_state SET LOCALITY REGIONAL BY ROW;
-- Roll-ups are kept for 30 days. Nothing else goes by itself.
ALTER TABLE region_metrics SET (ttl_expiration_expression = '((window_start AT TIME ZONE ''UTC'') + INTERVAL ''30 days'') AT TIME ZONE ''UTC''', ttl_job_cron = '@daily');

-- What dashboards see: counts and ages, never an intent. The views read their tables with the rights of
-- their owner, so the role needs none of its own.
CREATE OR REPLACE VIEW intent_counts AS
  SELECT intents.owner_region, intent_regions.region, intent_regions.phase,
    count(*) AS intents,
    count(*) FILTER (WHERE intent_regions.applied_generation < intents.generation) AS behind
  FROM intents JOIN intent_regions ON intent_regions.intent_id = intents.id
  WHERE intents.deleted_at IS NULL AND intent_regions.wanted
  GROUP BY intents.owner_region, intent_regions.region, intent_regions.phase;

CREATE OR REPLACE VIEW failover_counts AS
  SELECT entry_region, region, kind, date_trunc('hour', occurred_at) AS hour, count(*) AS events
  FROM failover_events
  GROUP BY entry_region, region, kind, date_trunc('hour', occurred_at);

CREATE OR REPLACE VIEW deployment_counts AS
  SELECT region, phase, date_trunc('hour', started_at) AS hour, count(*) AS deployments
  FROM deployments
  GROUP BY region, phase, date_trunc('hour', started_at);

CREATE OR REPLACE VIEW sync_overview AS
  SELECT region, stream, success_at, full_success_at, failed_rounds, autonomous
  FROM sync_state;

GRANT SELECT ON TABLE region_metrics TO nephoran_dashboard;
GRANT SELECT ON TABLE intent_counts TO nephoran_dashboard;
GRANT SELECT ON TABLE failover_counts TO nephoran_dashboard;
GRANT SELECT ON TABLE deployment_counts TO nephoran_dashboard;
GRANT SELECT ON TABLE sync_overview TO nephoran_dashboard;

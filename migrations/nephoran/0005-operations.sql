-- Roll-ups of regional metrics. A window that is rolled up again replaces itself.
CREATE TABLE IF NOT EXISTS region_metrics (
  region TEXT NOT NULL CHECK (region <> ''),
  metric TEXT NOT NULL CHECK (metric <> ''),
  window_start TIMESTAMPTZ NOT NULL,
  window_seconds INT4 NOT NULL CHECK (window_seconds > 0),
  -- An absent series has no row; NaN is no value.
  value FLOAT8 NOT NULL CHECK (value <> 'NaN'::FLOAT8),
  -- Samples that the value was made from.
  samples INT8 NOT NULL CHECK (samples > 0),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (region, metric, window_start)
);

-- Rollouts of an intent in a region. The id is made by the region, so that saying it twice adds nothing.
CREATE TABLE IF NOT EXISTS deployments (
  id UUID PRIMARY KEY,
  intent_id UUID NOT NULL REFERENCES intents (id),
  region TEXT NOT NULL CHECK (region <> ''),
  generation INT8 NOT NULL CHECK (generation >= 1),
  phase TEXT NOT NULL CHECK (phase IN ('running', 'succeeded', 'failed')),
  detail JSONB,
  started_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  CHECK ((phase = 'running') = (finished_at IS NULL)),
  CHECK (finished_at >= started_at)
);
CREATE INDEX IF NOT EXISTS deployments_by_intent ON deployments (intent_id, region, started_at);

-- Decisions of traffic controllers that moved traffic. Rows are only ever added.
CREATE TABLE IF NOT EXISTS failover_events (
  -- Made by the controller: a repeated insert fails with 23505, which says that it is there.
  id UUID PRIMARY KEY,
  -- The entry whose traffic moved, and the region that it moved away from or back to.
  entry_region TEXT NOT NULL CHECK (entry_region <> ''),
  region TEXT NOT NULL CHECK (region <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('failover', 'recovery', 'drain', 'pin', 'lift')),
  reason TEXT NOT NULL CHECK (reason <> ''),
  -- Percent by region, before and after.
  weights_before JSONB NOT NULL,
  weights_after JSONB NOT NULL,
  occurred_at TIMESTAMPTZ NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS failover_events_by_time ON failover_events (occurred_at);

-- How far each region's synchronizer is. `success_at` does not move while a region is cut off.
CREATE TABLE IF NOT EXISTS sync_state (
  region TEXT NOT NULL CHECK (region <> ''),
  stream TEXT NOT NULL
    CHECK (stream IN ('intents', 'status', 'configuration', 'metrics', 'deployments')),
  -- Where the next incremental round begins; absent: with everything.
  cursor_at TIMESTAMPTZ,
  success_at TIMESTAMPTZ,
  full_success_at TIMESTAMPTZ,
  failed_rounds INT4 NOT NULL DEFAULT 0 CHECK (failed_rounds >= 0),
  autonomous BOOLEAN NOT NULL DEFAULT false,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (region, stream)
);

GRANT SELECT, INSERT, UPDATE ON TABLE region_metrics TO nephoran_sync;
GRANT SELECT, INSERT, UPDATE ON TABLE deployments TO nephoran_sync;
GRANT SELECT, INSERT, UPDATE ON TABLE sync_state TO nephoran_sync;
GRANT SELECT ON TABLE failover_events TO nephoran_sync;
GRANT INSERT ON TABLE failover_events TO nephoran_traffic;

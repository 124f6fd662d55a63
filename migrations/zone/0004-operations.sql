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
COMMENT ON COLUMN deployments.detail IS 'May hold personal data; never indexed.';

CREATE TABLE IF NOT EXISTS sync_state (
  region TEXT NOT NULL CHECK (region <> ''),
  stream TEXT NOT NULL CHECK (stream IN ('intents', 'status', 'deployments')),
  cursor_at TIMESTAMPTZ,
  success_at TIMESTAMPTZ,
  full_success_at TIMESTAMPTZ,
  failed_rounds INT4 NOT NULL DEFAULT 0 CHECK (failed_rounds >= 0),
  autonomous BOOLEAN NOT NULL DEFAULT false,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (region, stream)
);

GRANT SELECT, INSERT, UPDATE ON TABLE deployments TO :"zone_sync";
GRANT SELECT, INSERT, UPDATE ON TABLE sync_state TO :"zone_sync";

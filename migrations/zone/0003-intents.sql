-- Intents that are bound to the zone, as `intents` of the database of all regions. Keys and indexes
-- hold random ids, regions, fixed words and times, and nothing else: values of keys can stand in the
-- metadata of ranges, which every region of the cluster holds. Columns that may hold personal data say
-- so in their comments, and none of them is ever indexed.
CREATE TABLE IF NOT EXISTS intents (
  -- metadata.uid of the owner's object, which the API server draws at random.
  id UUID PRIMARY KEY,
  owner_region TEXT NOT NULL CHECK (owner_region <> ''),
  namespace TEXT NOT NULL CHECK (namespace <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  generation INT8 NOT NULL CHECK (generation >= 1),
  spec JSONB NOT NULL,
  spec_sha256 BYTEA NOT NULL CHECK (octet_length(spec_sha256) = 32),
  clock_ms INT8 NOT NULL CHECK (clock_ms > 0),
  clock_counter INT4 NOT NULL DEFAULT 0 CHECK (clock_counter >= 0),
  deleted_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS intents_by_change ON intents (updated_at);
COMMENT ON COLUMN intents.namespace IS 'May hold personal data; never indexed.';
COMMENT ON COLUMN intents.name IS 'May hold personal data; never indexed.';
COMMENT ON COLUMN intents.spec IS 'May hold personal data; never indexed.';
COMMENT ON COLUMN intents.spec_sha256 IS 'May hold personal data; never indexed.';

CREATE TABLE IF NOT EXISTS intent_regions (
  intent_id UUID NOT NULL REFERENCES intents (id),
  region TEXT NOT NULL CHECK (region <> ''),
  wanted BOOLEAN NOT NULL DEFAULT true,
  applied_generation INT8 NOT NULL DEFAULT 0 CHECK (applied_generation >= 0),
  phase TEXT NOT NULL DEFAULT 'pending'
    CHECK (phase IN ('pending', 'applied', 'processing', 'deployed', 'failed', 'removed')),
  status JSONB,
  status_sha256 BYTEA CHECK (octet_length(status_sha256) = 32),
  resource_version TEXT,
  applied_at TIMESTAMPTZ,
  clock_ms INT8 NOT NULL CHECK (clock_ms > 0),
  clock_counter INT4 NOT NULL DEFAULT 0 CHECK (clock_counter >= 0),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (intent_id, region),
  CHECK ((applied_generation = 0) = (applied_at IS NULL)),
  CHECK ((status IS NULL) = (status_sha256 IS NULL))
);
CREATE INDEX IF NOT EXISTS intent_regions_by_region ON intent_regions (region, updated_at);
COMMENT ON COLUMN intent_regions.status IS 'May hold personal data; never indexed.';
COMMENT ON COLUMN intent_regions.status_sha256 IS 'May hold personal data; never indexed.';

GRANT SELECT, INSERT, UPDATE ON TABLE intents TO :"zone_sync";
GRANT SELECT, INSERT, UPDATE ON TABLE intent_regions TO :"zone_sync";

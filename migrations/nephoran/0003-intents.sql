-- Intents that go to several regions. An intent has one owner, the region whose API server it was
-- created in, and only the owner's synchronizer changes it: what is newer is told by `generation`,
-- which the owner's API server counts, never by whoever writes last.
CREATE TABLE IF NOT EXISTS intents (
  -- metadata.uid of the owner's object. An object of the same name made anew is another intent.
  id UUID PRIMARY KEY,
  owner_region TEXT NOT NULL CHECK (owner_region <> ''),
  namespace TEXT NOT NULL CHECK (namespace <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  -- metadata.generation; the same generation with another spec_sha256 is a conflict to report.
  generation INT8 NOT NULL CHECK (generation >= 1),
  spec JSONB NOT NULL,
  spec_sha256 BYTEA NOT NULL CHECK (octet_length(spec_sha256) = 32),
  -- When the owner wrote it, as a hybrid logical clock: milliseconds since 1970, then a counter. It
  -- puts events of several regions into an order that agrees with cause and effect.
  clock_ms INT8 NOT NULL CHECK (clock_ms > 0),
  clock_counter INT4 NOT NULL DEFAULT 0 CHECK (clock_counter >= 0),
  -- Tombstone. A row that is absent says nothing; only this says that the intent is gone, and for
  -- good, since the id never comes back.
  deleted_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
-- What has changed since a region last asked.
CREATE INDEX IF NOT EXISTS intents_by_change ON intents (updated_at);
CREATE INDEX IF NOT EXISTS intents_by_name ON intents (owner_region, namespace, name);

-- An intent in one of the regions that it names. The owner writes `wanted`, the region all the rest.
CREATE TABLE IF NOT EXISTS intent_regions (
  intent_id UUID NOT NULL REFERENCES intents (id),
  region TEXT NOT NULL CHECK (region <> ''),
  -- False once the owner has taken the region off its list; the row stays.
  wanted BOOLEAN NOT NULL DEFAULT true,
  -- Generation of the intent that the region has applied; 0: none yet.
  applied_generation INT8 NOT NULL DEFAULT 0 CHECK (applied_generation >= 0),
  phase TEXT NOT NULL DEFAULT 'pending'
    CHECK (phase IN ('pending', 'applied', 'processing', 'deployed', 'failed', 'removed')),
  status JSONB,
  status_sha256 BYTEA CHECK (octet_length(status_sha256) = 32),
  -- metadata.resourceVersion of the region's object: opaque, compared for equality alone.
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

-- No DELETE for anybody: absence is never deletion.
GRANT SELECT, INSERT, UPDATE ON TABLE intents TO nephoran_sync;
GRANT SELECT, INSERT, UPDATE ON TABLE intent_regions TO nephoran_sync;

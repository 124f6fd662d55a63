-- Configuration that holds everywhere. Both control planes may write it, so a write names the version
-- that it has seen, `UPDATE … WHERE key = … AND version = …`, and one that changes no row has lost.
CREATE TABLE IF NOT EXISTS config_entries (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  value JSONB NOT NULL,
  value_sha256 BYTEA NOT NULL CHECK (octet_length(value_sha256) = 32),
  version INT8 NOT NULL DEFAULT 1 CHECK (version >= 1),
  writer_region TEXT NOT NULL CHECK (writer_region <> ''),
  clock_ms INT8 NOT NULL CHECK (clock_ms > 0),
  clock_counter INT4 NOT NULL DEFAULT 0 CHECK (clock_counter >= 0),
  deleted_at TIMESTAMPTZ,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE ON TABLE config_entries TO nephoran_sync;

ALTER TABLE deployments SET (sql_stats_automatic_collection_enabled = false);
ALTER TABLE sync_state SET (sql_stats_automatic_collection_enabled = false);

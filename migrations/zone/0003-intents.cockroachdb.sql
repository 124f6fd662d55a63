-- Histograms would carry values of columns into a system table, which every region holds. CockroachDB
-- makes them with a table's automatic statistics.
ALTER TABLE intents SET (sql_stats_automatic_collection_enabled = false);
ALTER TABLE intent_regions SET (sql_stats_automatic_collection_enabled = false);

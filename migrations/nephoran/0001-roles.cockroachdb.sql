-- Who works with the database. Everybody proves themselves by a certificate; nobody has a password.
-- Roles belong to the whole cluster, and PostgreSQL has no IF NOT EXISTS for them.
CREATE ROLE IF NOT EXISTS nephoran_sync WITH LOGIN PASSWORD NULL;
CREATE ROLE IF NOT EXISTS nephoran_traffic WITH LOGIN PASSWORD NULL;
CREATE ROLE IF NOT EXISTS nephoran_dashboard WITH LOGIN PASSWORD NULL;
CREATE ROLE IF NOT EXISTS nephoran_backup WITH LOGIN PASSWORD NULL;

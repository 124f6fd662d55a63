-- Who works with the zone's database; logins from outside of the zone are refused before they begin.
CREATE ROLE IF NOT EXISTS :"zone_sync" WITH LOGIN PASSWORD NULL;

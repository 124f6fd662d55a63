-- Nobody gets anything by merely being there; what a role may do with a table is granted beside it.
REVOKE ALL ON DATABASE :"database" FROM public;
REVOKE CREATE ON SCHEMA public FROM public;
GRANT CONNECT ON DATABASE :"database" TO nephoran_sync, nephoran_traffic, nephoran_dashboard, nephoran_backup;
GRANT USAGE ON SCHEMA public TO nephoran_sync, nephoran_traffic, nephoran_dashboard, nephoran_backup;

-- Nobody else, whatever they may do in the database of all regions.
REVOKE ALL ON DATABASE :"database" FROM public;
REVOKE CREATE ON SCHEMA public FROM public;
GRANT CONNECT ON DATABASE :"database" TO :"zone_sync";
GRANT USAGE ON SCHEMA public TO :"zone_sync";

-- Backups started by hand, of this database and of nothing else.
GRANT BACKUP ON DATABASE :"database" TO nephoran_backup;

-- Read everywhere all the time, written now and then: every region reads it without asking another.
ALTER TABLE config_entries SET LOCALITY GLOBAL;

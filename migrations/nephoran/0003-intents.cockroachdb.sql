-- Each row lives in the region that wrote it first, which is the one that goes on writing it.
ALTER TABLE intents SET LOCALITY REGIONAL BY ROW;
ALTER TABLE intent_regions SET LOCALITY REGIONAL BY ROW;

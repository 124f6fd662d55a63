/** The database of all regions; those of residency zones are named by `zoneDatabase`. */
export const GLOBAL_DATABASE = "nephoran";

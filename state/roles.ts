import { zoneDatabase } from "../config/derived";

/** SQL roles of the database of all regions, each proved by a certificate of its own. */
export const roles = {
  /** The state synchronizer. */
  sync: "nephoran_sync",
  /** The traffic controller; it adds failover events and reads nothing. */
  traffic: "nephoran_traffic",
  /** Dashboards; they read aggregates. */
  dashboard: "nephoran_dashboard",
  /** Backups started by hand; the scheduled ones run as root. */
  backup: "nephoran_backup",
} as const;

/** The state synchronizer's role in the database of a residency zone. */
export const zoneSyncUser = (zone: string): string => `${zoneDatabase(zone)}_sync`;

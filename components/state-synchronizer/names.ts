/** Name of the Deployment, and the identity and `app` label of everything that synchronizes. */
export const STATE_SYNCHRONIZER = "state-synchronizer";

/** Name of the CronJob. */
export const RECONCILIATION = "global-state-synchronizer";

/** User and group of every container. Above 10,000, so that it is no user of the node. */
export const UNPRIVILEGED_ID = 10_001;

/** Headers by which processors are told what a verified token says. */
export const tokenHeaders = {
  tenant: "x-nephoran-tenant",
  residencyZone: "x-nephoran-zone",
  location: "x-nephoran-location",
} as const;

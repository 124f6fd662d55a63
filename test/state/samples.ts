import type { RegionsTarget } from "../../state/job-scripts";

/** What a Job that answers for both kinds of databases would be asked for. */
export const regionsTarget = {
  databases: [
    {
      name: "nephoran",
      primary: "us-east-1",
      regions: ["us-east-1", "eu-west-1", "us-west-2"],
      survives: "region",
    },
    { name: "nephoran_eu", primary: "eu-west-1", regions: ["eu-west-1"], survives: "zone" },
  ],
  zones: [{ name: "eu", users: ["nephoran_eu_sync"], podCidrs: ["10.2.0.0/16"] }],
  license: { path: "/license/license" },
  backups: [
    {
      database: "nephoran",
      executedIn: "us-east-1",
      bucket: "state-backups",
      endpoint: "s3.amazonaws.com",
      bucketRegion: "us-east-1",
      full: "30 1 * * *",
      incremental: "*/30 * * * *",
    },
    {
      database: "nephoran_eu",
      executedIn: "eu-west-1",
      bucket: "state-backups-eu",
      endpoint: "objects.eu.example",
      bucketRegion: "eu-west-1",
      full: "30 1 * * *",
      incremental: "*/30 * * * *",
    },
  ],
} as const satisfies RegionsTarget;

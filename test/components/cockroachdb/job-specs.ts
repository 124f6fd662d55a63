import type { MadeObjects } from "./store-of";

/** Names of a region's Jobs, without what changes with their content. */
export const jobs = (made: MadeObjects): string[] =>
  made.names("Job").map((name) => name.replace(/-[0-9a-f]{10}$/, "-HASH"));

/** What tests look at of a Job. */
export interface JobSpec {
  readonly backoffLimit: number;
  readonly activeDeadlineSeconds: number;
  readonly template: {
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
    readonly spec: {
      readonly containers: readonly [
        {
          readonly command: readonly string[];
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
        },
      ];
      readonly volumes: readonly Readonly<Record<string, unknown>>[];
    };
  };
}

/** The spec of a Job that has to be there; the name may end in `*`. */
export const specOf = (made: MadeObjects, name: string): JobSpec =>
  made.get("Job", name).spec as unknown as JobSpec;

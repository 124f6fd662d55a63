import { z } from "zod";
import type { LeaseRecord, LeaseStep } from "../controller/controller";
import type { ApiBounds, ApiClient } from "./api-client";
import { isNotFound } from "./api-error";

/** Where an object is. */
export interface ObjectName {
  readonly namespace: string;
  readonly name: string;
}

/** A time, ms since 1970; 0 where there is none. */
const time = z.iso
  .datetime({ offset: true })
  .nullish()
  .transform((text) => (text ? Date.parse(text) : 0));

/** A Lease of coordination.k8s.io/v1; one that nobody has held yet is like a released one. */
const leaseAsRead = z
  .object({
    metadata: z.object({ resourceVersion: z.string().min(1) }),
    spec: z
      .object({
        holderIdentity: z.string().nullish(),
        leaseDurationSeconds: z.int().nullish(),
        acquireTime: time,
        renewTime: time,
        leaseTransitions: z.int().nullish(),
      })
      .default({ acquireTime: 0, renewTime: 0 }),
  })
  .transform(({ metadata, spec }): LeaseRecord => ({
    resourceVersion: metadata.resourceVersion,
    holder: spec.holderIdentity ?? "",
    durationSeconds: spec.leaseDurationSeconds ?? 0,
    acquiredAtMs: spec.acquireTime,
    renewedAtMs: spec.renewTime,
    transitions: spec.leaseTransitions ?? 0,
  }));

/** The object that a record is written as: over the version that it names, and no other. */
const leaseObjectOf = ({ namespace, name }: ObjectName, record: LeaseRecord): object => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: {
    namespace,
    name,
    ...(record.resourceVersion !== undefined && { resourceVersion: record.resourceVersion }),
  },
  spec: {
    holderIdentity: record.holder,
    leaseDurationSeconds: record.durationSeconds,
    acquireTime: microTime(record.acquiredAtMs),
    renewTime: microTime(record.renewedAtMs),
    leaseTransitions: record.transitions,
  },
});

/** What the API calls MicroTime. */
const microTime = (ms: number): string => new Date(ms).toISOString().replace("Z", "000Z");

/** The Lease that the replicas of a controller elect their leader by. */
export class Lease {
  private readonly collection: string;
  private readonly path: string;

  constructor(
    private readonly client: Pick<ApiClient, "call">,
    private readonly name: ObjectName,
  ) {
    this.collection = `/apis/coordination.k8s.io/v1/namespaces/${name.namespace}/leases`;
    this.path = `${this.collection}/${name.name}`;
  }

  /**
   * As it is now; nothing where there is none.
   *
   * @throws ApiError if it cannot be read.
   */
  async read(bounds: ApiBounds): Promise<LeaseRecord | undefined> {
    try {
      return await this.client.call({ method: "GET", path: this.path }, leaseAsRead, bounds);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /**
   * Carries a step out.
   *
   * @returns the record as it is now, with its new version.
   * @throws ApiError, a conflict if the lease is no longer the one that was read.
   */
  async write(
    step: Exclude<LeaseStep, { readonly do: "nothing" }>,
    bounds: ApiBounds,
  ): Promise<LeaseRecord> {
    const body = leaseObjectOf(this.name, step.record);
    return await this.client.call(
      step.do === "create"
        ? { method: "POST", path: this.collection, body }
        : { method: "PUT", path: this.path, body },
      leaseAsRead,
      bounds,
    );
  }
}

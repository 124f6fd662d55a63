import { z } from "zod";
import type { ApiBounds, ApiClient } from "./api-client";
import { FIELD_MANAGER } from "./global-routes";
import type { ObjectName } from "./lease";

/** What happened, for whoever looks at the object with kubectl. */
export interface Occurrence {
  /** In UpperCamelCase, for programs. */
  readonly reason: string;
  /** What the controller did, in UpperCamelCase. */
  readonly action: string;
  /** A sentence. */
  readonly note: string;
  readonly type: "Normal" | "Warning";
  readonly atMs: number;
}

/** The object that Events are about. */
export interface Regarding extends ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  /** Without it kubectl does not show them with the object. */
  readonly uid?: string;
}

/** Longest note that the API takes, bytes. */
const MOST_BYTES = 1_024;

/** An Event of events.k8s.io/v1. */
export const eventObject = (
  { reason, action, note, type, atMs }: Occurrence,
  regarding: Regarding,
  instance: string,
): object => ({
  apiVersion: "events.k8s.io/v1",
  kind: "Event",
  metadata: { namespace: regarding.namespace, generateName: `${regarding.name}.` },
  eventTime: new Date(atMs).toISOString().replace("Z", "000Z"),
  reportingController: `nephoran.com/${FIELD_MANAGER}`,
  reportingInstance: instance,
  action,
  reason,
  regarding,
  note: shortened(note),
  type,
});

/** @throws ApiError if the Event is not taken. */
export async function createEvent(
  client: Pick<ApiClient, "call">,
  event: object,
  namespace: string,
  bounds: ApiBounds,
): Promise<void> {
  const path = `/apis/events.k8s.io/v1/namespaces/${namespace}/events`;
  await client.call({ method: "POST", path, body: event }, z.unknown(), bounds);
}

function shortened(note: string): string {
  const bytes = Buffer.from(note);
  if (bytes.length <= MOST_BYTES) return note;
  // A character that is cut in half becomes U+FFFD, which takes up to three bytes.
  return `${bytes.subarray(0, MOST_BYTES - 6).toString("utf8")}…`;
}

import { createHash } from "node:crypto";
import { z } from "zod";
import type { PodApi } from "../api";

/** How long an answer of the API server's counts, ms. A kubelet's counts for some minutes. */
const KEPT_MS = 60_000;

const userSchema = z.object({
  username: z.string(),
  uid: z.string().optional(),
  groups: z.array(z.string()).default([]),
  extra: z.record(z.string(), z.array(z.string())).optional(),
});

const tokenReview = z.object({
  status: z.object({ authenticated: z.boolean().default(false), user: userSchema.optional() }),
});
const accessReview = z.object({ status: z.object({ allowed: z.boolean() }) });

/** As whom the API server knows the owner of a token. */
export type ReviewedUser = z.output<typeof userSchema>;

/** Asks the API server who calls and what they may, as a kubelet with webhooks does. */
export class Reviews {
  private readonly users = new Kept<ReviewedUser>();
  private readonly rights = new Kept<true>();

  constructor(
    private readonly api: Pick<PodApi, "call">,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Whose token it is; undefined if it is nobody's.
   *
   * @throws PodError `api`.
   */
  async userOf(token: string): Promise<ReviewedUser | undefined> {
    // Nothing keeps a token that is not the caller's own.
    const key = createHash("sha256").update(token).digest("hex");
    const known = this.users.get(key, this.now());
    if (known !== undefined) return known;
    const { authenticated, user } = tokenReview.parse(
      await this.api.call("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
        object: {
          apiVersion: "authentication.k8s.io/v1",
          kind: "TokenReview",
          spec: { token },
        },
      }),
    ).status;
    if (!authenticated || user === undefined) return undefined;
    this.users.set(key, user, this.now() + KEPT_MS);
    return user;
  }

  /**
   * Whether somebody may read the metrics of a node's kubelet.
   *
   * @throws PodError `api`.
   */
  async mayReadMetrics(user: ReviewedUser, node: string): Promise<boolean> {
    const key = `${JSON.stringify(user)} ${node}`;
    if (this.rights.get(key, this.now()) === true) return true;
    const { username, ...more } = user;
    const { allowed } = accessReview.parse(
      await this.api.call("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
        object: {
          apiVersion: "authorization.k8s.io/v1",
          kind: "SubjectAccessReview",
          spec: {
            ...more,
            user: username,
            resourceAttributes: {
              verb: "get",
              version: "v1",
              resource: "nodes",
              subresource: "metrics",
              name: node,
            },
          },
        },
      }),
    ).status;
    if (allowed) this.rights.set(key, true, this.now() + KEPT_MS);
    return allowed;
  }
}

/** What is known for a while. */
class Kept<T> {
  private readonly entries = new Map<string, { readonly value: T; readonly until: number }>();

  get(key: string, now: number): T | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.until > now ? entry.value : undefined;
  }

  set(key: string, value: T, until: number): void {
    // In the order in which they end, since all are kept equally long.
    for (const [old, entry] of this.entries) {
      if (entry.until > until - KEPT_MS) break;
      this.entries.delete(old);
    }
    this.entries.delete(key);
    this.entries.set(key, { value, until });
  }
}

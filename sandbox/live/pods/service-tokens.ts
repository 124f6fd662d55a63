import { z } from "zod";
import type { PodApi } from "./api";
import type { Pod } from "./pod";
import { tokenKey, type TokenRequest, tokenRequests } from "./volumes";

/** A token is asked for anew when this share of its life is over, as a kubelet does. */
const RENEWAL = 0.8;
/** A timer cannot wait longer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

const answerSchema = z.object({
  status: z.object({ token: z.string(), expirationTimestamp: z.string() }),
});

/** The service-account tokens that a pod's volumes hold. */
export class ServiceTokens {
  private readonly tokens = new Map<string, string>();
  private readonly renewals = new Map<string, NodeJS.Timeout>();

  /** @param onRenewal called when a token has been replaced. */
  constructor(
    private readonly api: PodApi,
    private readonly pod: Pod,
    private readonly onRenewal: () => void,
  ) {}

  get(request: TokenRequest): string | undefined {
    return this.tokens.get(tokenKey(request));
  }

  /** Asks for those that are not there yet. */
  async load(): Promise<void> {
    const missing = tokenRequests(this.pod).filter((request) => this.get(request) === undefined);
    await Promise.all(missing.map((request) => this.ask(request)));
  }

  /** No token is renewed any more. */
  stop(): void {
    for (const timer of this.renewals.values()) clearTimeout(timer);
  }

  private async ask(request: TokenRequest): Promise<void> {
    const { name, namespace, uid } = this.pod.metadata;
    const account = this.pod.spec.serviceAccountName;
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const { audience, expirationSeconds } = request;
    const answer = await this.api.call("POST", path, {
      object: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: {
          ...(audience !== undefined && { audiences: [audience] }),
          expirationSeconds,
          boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid },
        },
      },
    });
    const { status } = answerSchema.parse(answer);
    const key = tokenKey(request);
    this.tokens.set(key, status.token);
    const lifeMs = Date.parse(status.expirationTimestamp) - Date.now();
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(1_000, lifeMs * RENEWAL));
    const timer = setTimeout(() => void this.renew(request), waitMs);
    this.renewals.set(key, timer.unref());
  }

  private async renew(request: TokenRequest): Promise<void> {
    try {
      await this.ask(request);
      this.onRenewal();
    } catch {
      const again = setTimeout(() => void this.renew(request), 10_000);
      this.renewals.set(tokenKey(request), again.unref());
    }
  }
}

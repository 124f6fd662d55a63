import type { Weights } from "../../routing/routes";
import type {
  LeaseFailure,
  LeaseRecord,
  ObservedRoutes,
  Write,
  WriteFailure,
} from "../../services/traffic-controller/controller/controller";
import type { ApiTrouble } from "../faults/fault";
import type { Seeded } from "../seeded";
import type { Agenda } from "./agenda";

/** After so long a client gives up, ms; real clients do, too. */
const TIMEOUT_MS = 1_500;

/** Why a request did not do what it should. */
type Refused = Pick<WriteFailure, "retryAfterMs"> & { readonly kind: "conflict" | "retryable" };

/**
 * A region's API server, as far as a traffic controller knows it: the entry's routes and a lease, each
 * with a resourceVersion that a change is conditional on. Answers come later than what they tell of.
 */
export class ApiServer {
  routes: ObservedRoutes;
  lease: LeaseRecord | undefined;
  trouble: ApiTrouble | undefined;
  /** Since when it has been without trouble, virtual ms. */
  fineSinceMs = 0;
  private version = 1;

  constructor(
    private readonly agenda: Agenda,
    private readonly random: Seeded,
    weights: Weights,
  ) {
    this.routes = { resourceVersion: "1", weights, isAsWritten: true };
  }

  /** Tells the routes as they were when it was asked; `undefined`: no answer. */
  readRoutes(answer: (routes: ObservedRoutes | undefined) => void): void {
    const { routes } = this;
    const isLost = this.refusal() !== undefined;
    this.agenda.after(this.delayMs(), () => {
      answer(isLost ? undefined : routes);
    });
  }

  /** Tells the lease as it was when it was asked; `"lost"`: no answer. */
  readLease(answer: (lease: LeaseRecord | undefined | "lost") => void): void {
    const { lease } = this;
    const isLost = this.refusal() !== undefined;
    this.agenda.after(this.delayMs(), () => {
      answer(isLost ? "lost" : lease);
    });
  }

  /**
   * Carries out a write of the routes.
   *
   * @param accepted what is called at the moment at which it has been carried out, with what was before.
   */
  apply(
    write: Write,
    accepted: (before: ObservedRoutes) => void,
    answer: (result: { readonly resourceVersion: string } | WriteFailure) => void,
  ): void {
    this.change<string>(
      () => {
        if (this.trouble === "conflicts" && this.random.chance(0.6)) this.touch();
        const before = this.routes;
        if (before.resourceVersion !== write.resourceVersion) return undefined;
        const resourceVersion = this.nextVersion();
        this.routes = { resourceVersion, weights: write.weights, isAsWritten: true };
        accepted(before);
        return resourceVersion;
      },
      (done) => {
        answer(typeof done === "string" ? { resourceVersion: done } : done);
      },
    );
  }

  writeLease(record: LeaseRecord, answer: (result: LeaseRecord | LeaseFailure) => void): void {
    this.change<LeaseRecord>(
      () => {
        if (this.lease?.resourceVersion !== record.resourceVersion) return undefined;
        this.lease = { ...record, resourceVersion: this.nextVersion() };
        return this.lease;
      },
      (done) => {
        answer("kind" in done ? done.kind : done);
      },
    );
  }

  /** Somebody else's change of the routes; without weights they hold no row any more. */
  edit(weights: Weights | undefined): void {
    const resourceVersion = this.nextVersion();
    this.routes = { resourceVersion, ...(weights && { weights }), isAsWritten: false };
  }

  /** Somebody else's change of what does not matter to anybody. */
  private touch(): void {
    this.routes = { ...this.routes, resourceVersion: this.nextVersion() };
  }

  /** Half of the way there, `carryOut`, half of the way back; either may go wrong. */
  private change<Done>(
    carryOut: () => Done | undefined,
    answer: (done: Done | Refused) => void,
  ): void {
    const delayMs = this.delayMs();
    this.agenda.after(delayMs / 2, () => {
      const refusal = this.refusal();
      const done = refusal ?? carryOut() ?? ({ kind: "conflict" } as const);
      const isLost = this.trouble === "lost-answers" && this.random.chance(0.6);
      this.agenda.after(isLost ? TIMEOUT_MS - delayMs / 2 : delayMs / 2, () => {
        answer(isLost ? { kind: "retryable" } : done);
      });
    });
  }

  private refusal(): Refused | undefined {
    switch (this.trouble) {
      case "down":
        return { kind: "retryable" };
      case "errors":
        return this.random.chance(0.5) ? { kind: "retryable" } : undefined;
      case "throttled":
        return this.random.chance(0.6) ? { kind: "retryable", retryAfterMs: 1_000 } : undefined;
      case "conflicts":
      case "lost-answers":
      case "slow":
      case undefined:
        return undefined;
    }
  }

  private delayMs(): number {
    switch (this.trouble) {
      case "slow":
        return this.random.between(300, TIMEOUT_MS - 100);
      case "down":
        return this.random.chance(0.5) ? 5 : TIMEOUT_MS;
      case "errors":
      case "throttled":
      case "conflicts":
      case "lost-answers":
      case undefined:
        return this.random.between(4, 60);
    }
  }

  private nextVersion(): string {
    this.version++;
    return String(this.version);
  }
}

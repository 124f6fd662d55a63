import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../config/operator-error";
import type { Injection } from "../injection";
import type { ContainerProcess } from "../../sandbox/live/pods/container-processes";
import { within } from "./within";

/** The pods of a region's gateway, and what runs in containers. */
export interface Gateway {
  /** Tells the uids of its pods, first once they are known and after changes, until the signal. */
  readonly follow: (
    onChange: (uids: ReadonlySet<string>) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Of all pods of the region. */
  readonly processes: () => Promise<readonly Pick<ContainerProcess, "pid" | "uid">[]>;
  readonly kill: (pid: number) => void;
}

export interface EntryDeathOptions {
  /** Between two looks, ms: far less than a proxy needs to start and to learn its routes. @default 250 */
  readonly lookMs?: number;
  /** Bound of the first death, ms. @default 15,000 */
  readonly boundMs?: number;
}

const LOOK_MS = 250;
const BOUND_MS = 15_000;

/**
 * The gateway of a region dies, and again whenever its containers are started, before they can take
 * anything. What starts them goes on, since all other pods write their logs to it. It waits longer each
 * time, up to 30 s, and so it may after the end.
 */
export function entryDeath(
  gateway: Gateway,
  { lookMs = LOOK_MS, boundMs = BOUND_MS }: EntryDeathOptions = {},
): Injection {
  let killing: Killing | undefined;
  const end = async (): Promise<void> => {
    await killing?.stop();
    killing = undefined;
  };
  return {
    begin: async () => {
      await end();
      killing = new Killing(gateway, lookMs);
      const begun = killing;
      await within(boundMs, begun.dead, () => begun.notInTime(boundMs));
    },
    end,
  };
}

/** Looks for what runs of the gateway, and kills it. */
class Killing {
  private readonly ending = new AbortController();
  private uids: ReadonlySet<string> | undefined;
  private readonly following: Promise<void>;
  private readonly looking: Promise<void>;
  /** Resolves once nothing of it runs. */
  readonly dead: Promise<void>;

  constructor(
    private readonly gateway: Gateway,
    private readonly lookMs: number,
  ) {
    this.following = gateway.follow((uids) => {
      this.uids = uids;
    }, this.ending.signal);
    let looking = Promise.resolve();
    this.dead = new Promise((resolve, reject) => {
      looking = this.look(resolve);
      looking.catch(reject);
      this.following.catch(reject);
    });
    this.dead.catch(() => undefined);
    this.looking = looking;
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.allSettled([this.following, this.looking]);
  }

  notInTime(boundMs: number): OperatorError {
    const why =
      this.uids === undefined
        ? "its API server does not say which pods it has"
        : "it is still there after SIGKILL";
    return new OperatorError(`The gateway is not dead after ${boundMs / 1_000} s: ${why}.`);
  }

  private async look(onDead: () => void): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const processes = await this.gateway.processes();
      const { uids } = this;
      // It may have ended meanwhile.
      if (isAborted(signal)) return;
      const alive = processes.filter(({ uid }) => uids?.has(uid) === true);
      for (const { pid } of alive) this.gateway.kill(pid);
      if (uids !== undefined && alive.length === 0) onDead();
      await sleep(this.lookMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Asked anew: it may have changed while something was awaited. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** What a zone configuration promises of replicas. */
export interface ReplicaPromise {
  /** Regions that its constraints and lease preferences name. */
  readonly named: readonly string[];
  /** Replicas that may go to any region; undefined: it says nothing of replicas of its own. */
  readonly free: number | undefined;
}

/**
 * Reads a zone configuration as `SHOW ZONE CONFIGURATION` writes it. A list of constraints binds every
 * replica, a map binds as many as it counts; constraints of voters bind voters alone. Negative
 * constraints bind nothing to a region.
 */
export function replicaPromise(sql: string): ReplicaPromise {
  const replicas = numberOf(sql, "num_replicas");
  const all = constraintsOf(sql, "constraints");
  const voters = constraintsOf(sql, "voter_constraints");
  const preferences = textOf(sql, "lease_preferences");
  const named = [all, voters, preferences].flatMap((text) =>
    [...(text ?? "").matchAll(/\+region=([^,:\]}\s]+)/g)].flatMap(([, region]) => region ?? []),
  );
  return {
    named: [...new Set(named)].sort(),
    free: replicas === undefined ? undefined : replicas - boundOf(sql, replicas),
  };
}

function boundOf(sql: string, replicas: number): number {
  const all = countsOf(constraintsOf(sql, "constraints"), replicas);
  const numVoters = numberOf(sql, "num_voters") ?? replicas;
  const voters = countsOf(constraintsOf(sql, "voter_constraints"), numVoters);
  const regions = new Set([...all.keys(), ...voters.keys()]);
  // Voters in a region are also among the replicas that the region is to have.
  const bound = [...regions].reduce(
    (sum, region) => sum + Math.max(all.get(region) ?? 0, voters.get(region) ?? 0),
    0,
  );
  return Math.min(replicas, bound);
}

/** How many replicas a text of constraints binds to each region. */
function countsOf(text: string | undefined, replicas: number): Map<string, number> {
  if (text === undefined) return new Map();
  const list = /^\[\+region=([^,\]]+)\]$/.exec(text)?.[1];
  if (list !== undefined) return new Map([[list, replicas]]);
  return new Map(
    [...text.matchAll(/'?"?\+region=([^,:"'}]+)[^:}]*: ?(\d+)/g)].map(([, region, count]) => [
      region ?? "",
      Number(count),
    ]),
  );
}

function numberOf(sql: string, name: string): number | undefined {
  const found = new RegExp(`\\b${name} = (\\d+)`).exec(sql)?.[1];
  return found === undefined ? undefined : Number(found);
}

const constraintsOf = (sql: string, name: "constraints" | "voter_constraints") => textOf(sql, name);

const textOf = (sql: string, name: string): string | undefined =>
  new RegExp(`(?<![a-z_])${name} = '([^']*)'`).exec(sql)?.[1];

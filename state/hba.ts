/** Users of a residency zone's database, and from where they may log in. */
export interface ZoneUsers {
  /** Residency zone, such as eu. */
  readonly name: string;
  /** Roles that only pods of the zone's regions may log in as. */
  readonly users: readonly string[];
  /** Networks of those pods, in CIDR notation. Empty: nobody logs in as these users. */
  readonly podCidrs: readonly string[];
}

const USER = /^[a-z_][a-z0-9_-]{0,62}$/;
const CIDR = /^[0-9a-f.:]+\/\d{1,3}$/;

/**
 * Who may log in from where, as the value of `server.host_based_authentication.configuration`. The
 * first line that matches decides. Everybody proves themselves by a certificate. CockroachDB itself
 * puts a line before these that lets `root` in from anywhere.
 */
export function hbaConfiguration(zones: readonly ZoneUsers[]): string {
  const lines = zones.flatMap(({ users, podCidrs }) =>
    users.flatMap((user) => [
      ...podCidrs.map((cidr) => `hostssl all ${userName(user)} ${network(cidr)} cert`),
      `host all ${userName(user)} all reject`,
    ]),
  );
  return [...lines, "hostssl all all all cert"].map((line) => `${line}\n`).join("");
}

function userName(user: string): string {
  if (USER.test(user) && user !== "all") return user;
  throw new Error(`A rule for logins cannot be written for the user ${JSON.stringify(user)}.`);
}

function network(cidr: string): string {
  if (CIDR.test(cidr)) return cidr;
  throw new Error(
    `A rule for logins needs a network in CIDR notation, not ${JSON.stringify(cidr)}.`,
  );
}

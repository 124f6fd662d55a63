import type { ClientBundles } from "../config/mesh-config";
import { clientSecretName, clientsIn, type FoundClient, isUserName } from "./cockroach-clients";
import { cockroachClientProblems } from "./verify";

interface Given extends ClientBundles {
  /** Every CA that is believed, as one PEM. */
  readonly roots: string | undefined;
  readonly now: Date;
}

/**
 * What is wrong with the users of a region's state store, as ends of sentences that begin with their
 * certificates; those of one user begin with its name.
 */
export function clientBundleProblems({ certificates, keys, ...given }: Given): string[] {
  const clients = clientsIn({
    cockroachClientCertificates: certificates,
    cockroachClientKeys: keys,
  });
  if (clients.length === 0) return ["no certificates in PEM"];
  const ownProblems = clients.flatMap((client) =>
    problemsOf(client, given).map((problem) => `for ${client.user || "nobody"}: ${problem}`),
  );
  return [...ownProblems, ...collisions(clients)];
}

function problemsOf(
  { user, certificate, key }: FoundClient,
  given: Pick<Given, "roots" | "now">,
): string[] {
  if (user === "root" || user === "node") return ["it has settings of its own"];
  return [
    ...(isUserName(user) ? [] : ["no name of a user that a Secret can be called after"]),
    ...(key === undefined ? ["without its key"] : []),
    ...cockroachClientProblems({ ...given, user, certificate }),
  ];
}

/** Users whose Secrets would be one. */
function collisions(clients: readonly FoundClient[]): string[] {
  const objects = [...new Set(clients.map(({ user }) => clientSecretName(user)))];
  return objects.flatMap((object) => {
    const users = clients
      .map(({ user }) => user)
      .filter((user) => clientSecretName(user) === object);
    return users.length < 2 ? [] : [`for ${users.join(" and ")}, all of them in Secret ${object}`];
  });
}

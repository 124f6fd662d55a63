import { connected, parsed, targetOf } from "./connection";
import { StandInError } from "./failure";
import { beginning, type KnownMember, members } from "./members";
import { rowsText } from "./rows-text";

/** What the real program calls its release; the stand-in's says what it is. */
const BUILD = "stand-in-on-postgresql";

const columns = [
  ...["id", "address", "sql_address", "build", "started_at", "updated_at", "locality", "attrs"],
  ...["is_available", "is_live"],
];

/** `cockroach node status`: all nodes that the asked one knows of, in the form of CockroachDB's. */
export async function nodeStatus(args: readonly string[]): Promise<void> {
  const values = parsed(args, { format: { type: "string", default: "tsv" } });
  const found = await connected(targetOf(values), async (client) => {
    if ((await beginning(client)) === undefined) {
      throw new StandInError("bad-use", "node is waiting for the cluster to be initialized");
    }
    return await members(client);
  });
  console.log(rowsText(columns, found.map(rowOf), values.format));
}

function rowOf({ id, address, region, zone, startedAt, seenAt, isLive }: KnownMember): string[] {
  const said = [String(id), address, address, BUILD, startedAt.toISOString(), seenAt.toISOString()];
  const live = String(isLive);
  return [...said, `region=${region},zone=${zone}`, "[]", live, live];
}

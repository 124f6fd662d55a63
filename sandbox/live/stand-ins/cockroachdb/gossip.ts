import { connected, type Target } from "./connection";
import { begin, type Beginning, beginning, type Member, members, report } from "./members";

/** Says that a node is there, to the database of its own region; answers how that one began. */
export async function tellRegion(own: Target, member: Member): Promise<Beginning | undefined> {
  return await connected(own, async (client) => {
    await report(client, member);
    return await beginning(client);
  });
}

/**
 * Tells another region of the nodes of this one. If that region is part of the cluster, this one is
 * from now on.
 */
export async function tellPeer(own: Target, peer: Target, region: string): Promise<void> {
  const known = await connected(own, members);
  const theirs = await connected(peer, async (client) => {
    for (const member of known.filter((one) => one.region === region && one.isLive)) {
      await report(client, member, member.seenAt);
    }
    return await beginning(client);
  });
  if (theirs !== undefined) await connected(own, (client) => begin(client, "joined"));
}

import { join } from "node:path";
import type { LiveNetwork } from "../../sandbox/live/network/network";

const PROGRAM = join(__dirname, "ask-inside.mjs");

/**
 * Asks a server that listens on a pod's own loopback.
 *
 * @param pod its name in the network: the region's and the pod's uid.
 * @returns the body of its answer.
 * @throws NetworkError `command` if it does not answer with 200, and why.
 */
export async function askInside(
  network: Pick<LiveNetwork, "run">,
  pod: string,
  [method, url, body = ""]: readonly [method: string, url: string, body?: string],
): Promise<string> {
  const args = [PROGRAM, method, url];
  return await network.run({ pod }, { command: process.execPath, args, input: body });
}

/** A pod's name in the network. */
export const podInNetwork = (region: string, uid: string): string => `${region}.${uid}`;

import { OperatorError } from "../../config/operator-error";
import { readFileIfPresent } from "../processes/atomic-file";

/** How many inotify instances the system lets one user have, in all namespaces; see inotify(7). */
const LIMIT_FILE = "/proc/sys/fs/inotify/max_user_instances";

/**
 * Counted with two regions at work: a region has up to sixteen proxies, whose agent holds two and whose
 * Envoy one, istiod two in each replica, and three components of its control plane one each.
 */
const PER_REGION = 52;

/** What a user's shell, editor and the sandbox itself hold. */
const BESIDE = 16;

/**
 * What keeps regions from running on a machine with this limit, or undefined: a proxy that gets no
 * instance ends, and starts again for ever.
 */
export function whyTooFew(regions: number, limit: number): string | undefined {
  const needed = BESIDE + regions * PER_REGION;
  if (limit >= needed) return undefined;
  const fitting = Math.max(0, Math.floor((limit - BESIDE) / PER_REGION));
  return (
    `${String(regions)} regions whose pods run need ${String(needed)} inotify instances, and this machine lets a user have ${String(limit)}. ` +
    `Raise that, as root: sysctl fs.inotify.max_user_instances=512` +
    (fitting > 1 ? `. Or run ${String(fitting)} regions, with --regions.` : ".")
  );
}

/** @throws OperatorError where the machine's limit is too low. */
export async function assertInotify(regions: number): Promise<void> {
  const text = await readFileIfPresent(LIMIT_FILE);
  const why = text === undefined ? undefined : whyTooFew(regions, Number(text));
  if (why !== undefined) throw new OperatorError(why);
}

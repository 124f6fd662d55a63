import { createHash } from "node:crypto";
import { join } from "node:path";
import { NetworkError } from "./failure";
import { type Entrance, namespaceFile, runScript } from "./place";
import { podScript } from "./site-script";
import { type Site, siteNetwork } from "./sites";

/** As names of pods are in Kubernetes, but for their length: with it, a file's name stays in bounds. */
const POD_NAME = /^[a-z0-9]([-a-z0-9.]{0,58}[a-z0-9])?$/;

/** @throws NetworkError `bad-name`. */
export function assertName(what: "pod" | "site", name: string): void {
  if (POD_NAME.test(name)) return;
  throw new NetworkError(
    "bad-name",
    `${what} "${name}": a name has 1 to 60 lower-case letters, digits, dots and hyphens, and begins ` +
      "and ends with a letter or digit",
  );
}

/** A pod's device at its site: a device's name has at most 15 characters. */
export function deviceOf(pod: string): string {
  return `p${createHash("sha256").update(pod).digest("hex").slice(0, 12)}`;
}

/** What becomes of a pod's name: its site and address, in a file beside its namespace. */
const placeFile = (entrance: Entrance, pod: string) =>
  join(entrance.files.namespaces, "places", pod);

/**
 * Gives a pod its network namespace, with one address. One that is there with the same address
 * stays; one with another is replaced.
 *
 * @throws NetworkError `bad-name`, or `command`, for example if another pod has the address.
 */
export async function addPod(
  entrance: Entrance,
  site: Site,
  pod: string,
  address: string,
): Promise<void> {
  assertName("pod", pod);
  const { gateway } = siteNetwork(site);
  const script = [
    `if test "$(cat "$4" 2>/dev/null)" = "$5"; then exit 0; fi`,
    `if test -e "$1"; then ${REMOVE}; fi`,
    podScript(address, gateway),
    `echo "$5" > "$4"`,
  ].join("\n");
  const { name } = site;
  await runScript(entrance, { site: name }, `add-pod ${pod}`, script, [
    namespaceFile(entrance.files, { pod }),
    namespaceFile(entrance.files, { site: name }),
    deviceOf(pod),
    placeFile(entrance, pod),
    `${name} ${address}`,
  ]);
}

/** Takes a pod off the network; what still runs in it is cut off. */
export async function removePod(entrance: Entrance, pod: string): Promise<void> {
  assertName("pod", pod);
  const script = `set -e\nif test -e "$1"; then ${REMOVE}; fi`;
  const file = namespaceFile(entrance.files, { pod });
  const args = [file, "", "", placeFile(entrance, pod)];
  await runScript(entrance, undefined, `remove-pod ${pod}`, script, args);
}

/**
 * Part of a script whose `$1` is the file of the pod's namespace and whose `$4` its place. The other
 * end at the site, and the routes to it, go with the device.
 */
const REMOVE =
  'rm -f "$4"; nsenter --net="$1" ip link delete eth0 2>/dev/null || true; umount "$1"; rm "$1"';

/** Gives a pod a further address, which it and no other pod has from now on. */
export async function addAddress(entrance: Entrance, pod: string, address: string): Promise<void> {
  assertName("pod", pod);
  const script = [
    "set -e",
    'read -r site own < "$1"',
    'nsenter --net="$2" ip address replace "$3/32" dev eth0',
    'nsenter --net="$4/$site" ip route replace "$3/32" dev "$5"',
  ].join("\n");
  await runScript(entrance, undefined, `add-address ${pod}`, script, [
    placeFile(entrance, pod),
    namespaceFile(entrance.files, { pod }),
    address,
    join(entrance.files.namespaces, "sites"),
    deviceOf(pod),
  ]);
}

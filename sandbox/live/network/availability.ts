import { spawnSync } from "node:child_process";
import { NetworkError } from "./failure";
import { NEW_NAMESPACES, SYSTEM_PATH } from "./holder";

const TRIAL_BOUND_MS = 10_000;

/** Everything that a network is made of, once. */
const TRIAL = [
  "mount -t tmpfs tmpfs /mnt",
  "ip link add name trial0 type veth peer name trial1",
  "ip tuntap add dev trial2 mode tun",
  "command -v nsenter",
].join(" && ");

/** Why this user cannot have a network for pods on this machine, or undefined if that is possible. */
export function whyNoNetwork(): string | undefined {
  if (process.platform !== "linux") return "pods need network namespaces, which only Linux has";
  const { status, error, stderr } = spawnSync("unshare", [...NEW_NAMESPACES, "sh", "-c", TRIAL], {
    encoding: "utf8",
    env: { PATH: SYSTEM_PATH },
    timeout: TRIAL_BOUND_MS,
    killSignal: "SIGKILL",
  });
  if (status === 0) return undefined;
  const reason = error?.message ?? stderr.trim().split("\n").at(-1) ?? "no reason given";
  return (
    "pods need unprivileged user namespaces, /dev/net/tun for this user, util-linux and iproute2 " +
    `(${reason})`
  );
}

/** @throws NetworkError `not-available`. */
export function assertAvailable(): void {
  const reason = whyNoNetwork();
  if (reason !== undefined) throw new NetworkError("not-available", reason);
}

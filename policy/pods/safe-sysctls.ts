import { podRule } from "./pod-rule";

/** Those that stay inside the pod: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const safe: readonly string[] = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
];

export const safeSysctls = podRule(
  {
    id: "pods-safe-sysctls",
    title: "Pods set only what the kernel keeps apart for each of them",
    why: "Other settings of the kernel change the node for every pod on it.",
    fix: "Remove the setting, or have whoever runs the nodes make it there.",
    level: "mandatory",
    example:
      'securityContext:\n  sysctls:\n    - name: net.ipv4.ip_unprivileged_port_start\n      value: "0"',
  },
  ({ spec }) =>
    spec
      .at("securityContext", "sysctls")
      .items.map((sysctl) => sysctl.at("name").text ?? "")
      .filter((name) => !safe.includes(name))
      .map((name) => `Its pods set ${name} of the kernel.`),
);

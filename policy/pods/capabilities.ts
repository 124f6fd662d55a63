import { isLinux } from "../reading/pods";
import { containerRule } from "./pod-rule";

/** The one that Pod Security `restricted` lets back in. */
const ALLOWED = "NET_BIND_SERVICE";

export const capabilities = containerRule(
  {
    id: "pods-capabilities",
    title: "Containers drop all capabilities",
    why: "Each capability is a part of root's power over the node, and most are given by default.",
    fix: `Drop ALL, and add at most ${ALLOWED}; listen on a port from 1024 and leave that out too.`,
    level: "mandatory",
    example: "securityContext:\n  capabilities: { drop: [ALL] }",
  },
  ({ field }, pod) => {
    if (!isLinux(pod)) return undefined;
    const set = field.at("securityContext", "capabilities");
    const added = set.at("add").texts.filter((one) => one !== ALLOWED);
    if (added.length > 0) return `adds the capabilities ${added.join(", ")}.`;
    return set.at("drop").texts.includes("ALL") ? undefined : "does not drop all capabilities.";
  },
);

import { meshRule } from "./mesh-rule";

export const noNodePorts = meshRule(
  "",
  "Service",
  {
    id: "mesh-no-node-ports",
    title: "No Service is reached at the addresses of nodes",
    why: "A port of every node is an entry that passes no gateway, and external IPs take over other hosts' traffic.",
    fix: "Use the type ClusterIP, and a route of the gateway; remove `externalIPs`.",
    level: "mandatory",
    example: "spec:\n  type: ClusterIP",
    admission: {
      resources: [{ group: "", versions: ["v1"], resources: ["services"] }],
      validations: [
        {
          expression:
            "(!has(object.spec.type) || object.spec.type != 'NodePort') && (!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0)",
          message: "No Service is reached at the addresses of nodes.",
        },
      ],
    },
  },
  (field) => [
    ...(field.at("spec", "type").value === "NodePort" ? ["It is reached at every node."] : []),
    ...(field.at("spec", "externalIPs").items.length > 0
      ? [`It takes over ${field.at("spec", "externalIPs").texts.join(", ")}.`]
      : []),
  ],
);

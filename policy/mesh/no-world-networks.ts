import { isDeepStrictEqual } from "node:util";
import { isHome } from "../../routing/bindings";
import type { Field } from "../reading/field";
import { isWorld } from "../reading/cidr";
import { namespaceOf } from "../reading/object";
import { meshRule } from "./mesh-rule";
import { worldReach } from "./world-reach";

export const noWorldNetworks = meshRule(
  "networking.k8s.io",
  "NetworkPolicy",
  {
    id: "mesh-no-world-networks",
    title: "Only gateways have to do with the whole world",
    why: "A pod that reaches every address can send anything anywhere, and one that is reached from there is attacked from there.",
    fix: "Name the networks that are meant. Who has to reach any address is listed in policy/mesh/world-reach.ts, with the reason.",
    level: "mandatory",
    example: "egress:\n  - to:\n      - ipBlock: { cidr: 10.1.0.0/16 }\n    ports: [{ port: 443 }]",
  },
  (field, { topology, region }, resource) =>
    (["ingress", "egress"] as const).flatMap((direction) =>
      field.at("spec", direction).items.flatMap((rule) => {
        const world = worldIn(rule, direction);
        if (world === undefined) return [];
        const ports = rule.at("ports").items.map((port) => port.at("port").value);
        const isListed = worldReach.some(
          (one) =>
            one.direction === direction &&
            !(one.notAtHome === true && isHome(region.name, topology)) &&
            one.namespace === namespaceOf(resource) &&
            isDeepStrictEqual(
              field.at("spec", "podSelector", "matchLabels").textsByKey,
              one.selector,
            ) &&
            ports.length > 0 &&
            ports.every((port) => one.ports.some((listed) => listed === port)),
        );
        return isListed
          ? []
          : [`${rule.path} opens ${direction === "ingress" ? "from" : "to"} ${world}.`];
      }),
    ),
);

const worldIn = (rule: Field, direction: "ingress" | "egress"): string | undefined =>
  rule
    .at(direction === "ingress" ? "from" : "to")
    .items.map((peer) => peer.at("ipBlock", "cidr").text)
    .find((cidr) => cidr !== undefined && isWorld(cidr));

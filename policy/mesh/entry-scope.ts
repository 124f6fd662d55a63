import { isWorld } from "../reading/cidr";
import { ISTIO_NETWORKING } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const entryScope = meshRule(
  ISTIO_NETWORKING,
  "ServiceEntry",
  {
    id: "mesh-entry-scope",
    title: "A ServiceEntry names what is outside of the mesh",
    why: "What the mesh knows it lets pods reach: a wildcard, or every address, undoes REGISTRY_ONLY.",
    fix: "Name each host, and the networks of `addresses` as narrowly as their owner has them.",
    level: "mandatory",
    example: "spec:\n  hosts: [models.example.com]\n  addresses: [192.0.2.0/24]",
  },
  (field) => [
    ...field
      .at("spec", "hosts")
      .texts.filter((host) => host.includes("*"))
      .map((host) => `It makes ${host} known.`),
    ...field
      .at("spec", "addresses")
      .texts.filter(isWorld)
      .map((network) => `It makes ${network} known.`),
  ],
);

import { regionHost } from "../../routing/hosts";
import { meshSettings } from "../reading/mesh-settings";
import type { ResourceRule } from "../rule";

export const trustDomain: ResourceRule = {
  id: "residency-trust-domain",
  kind: "resource",
  family: "residency",
  title: "A region's trust domain is its own, and it believes those of the topology alone",
  why: "Policies let in by identities, which begin with the trust domain. Two regions of one trust domain cannot be told apart, and a domain that nobody in the topology has belongs to whoever takes it.",
  fix: "Set meshConfig.trustDomain to REGION.nephoran.local, and list no other trustDomains than those of the topology's regions under caCertificates.",
  level: "mandatory",
  example: `# Values of the chart istiod in eu-west-1
meshConfig:
  trustDomain: eu-west-1.nephoran.local
`,
  check(resource, { topology, region }) {
    const mesh = meshSettings(resource);
    if (mesh === undefined) return [];
    const own = mesh.at("trustDomain");
    const known = topology.regions.map(({ name }) => regionHost(name));
    const believed = mesh
      .at("caCertificates")
      .items.flatMap((roots) => roots.at("trustDomains").items)
      .filter(({ text = "" }) => !known.includes(text));
    return [
      ...(own.text === regionHost(region.name)
        ? []
        : [`${own.path} is ${own.text ?? "not there"}, and not ${regionHost(region.name)}.`]),
      ...believed.map(
        ({ path, text }) => `${path} is ${text}, which is no region's of the topology.`,
      ),
    ];
  },
};

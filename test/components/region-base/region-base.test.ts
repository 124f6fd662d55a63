import { expect } from "chai";
import { capture } from "../../../render/capture";
import { type Manifest, manifests } from "../../../render/manifest";
import { shippedStack } from "../../shipped-project";

describe("the base of a region", () => {
  let objects: Manifest[];
  before(async () => {
    objects = manifests((await capture("nephoran", shippedStack("eu-west-1"))).resources);
  });

  for (const namespace of ["nephoran-system", "nephoran-global"]) {
    it(`enforces Pod Security restricted in ${namespace}`, () => {
      const found = objects.find(
        ({ kind, metadata }) => kind === "Namespace" && metadata.name === namespace,
      );
      const { labels } = found?.metadata as { labels?: Record<string, string> };
      expect(labels?.["pod-security.kubernetes.io/enforce"]).to.equal("restricted");
    });

    it(`denies all traffic in ${namespace} but for DNS`, () => {
      const specs = objects.filter(
        ({ kind, metadata }) => kind === "NetworkPolicy" && metadata.namespace === namespace,
      );
      const deny = specs.find(({ metadata }) => metadata.name === "default-deny");
      expect(deny?.["spec"]).to.deep.equal({
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
      });
      const dns = specs.find(({ metadata }) => metadata.name === "allow-dns");
      expect(JSON.stringify(dns?.["spec"])).to.contain('"port":53');
    });
  }
});

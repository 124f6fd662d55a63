import { expect } from "chai";
import { meshCaProfile } from "../../../pki/profiles";
import { newKey } from "../../../pki/x509/keys";
import { selfSign } from "../../../pki/x509/sign";
import { caNameConstraints } from "../../../policy/residency/ca-name-constraints";
import { trustDomain } from "../../../policy/residency/trust-domain";
import { zoneCredentials } from "../../../policy/residency/zone-credentials";
import { TODAY, problemsOf, resourceOf, undecided } from "../judge";

const SECRET = "kubernetes:core/v1:Secret";

describe("residency-trust-domain", () => {
  const chart = (meshConfig: unknown) =>
    resourceOf("kubernetes:helm.sh/v4:Chart", "istiod", {
      chart: "istiod",
      values: { meshConfig },
    });
  const found = (meshConfig: unknown, region = "eu-west-1") =>
    problemsOf(trustDomain, [chart(meshConfig)], region);
  const own = { trustDomain: "eu-west-1.nephoran.local" };

  it("lets a region be itself, and believe its peers", () => {
    const roots = [{ pem: "x", trustDomains: ["us-east-1.nephoran.local"] }];
    expect(found({ ...own, caCertificates: roots })).to.deep.equal([]);
  });

  it("refuses another trust domain, and Istio's default", () => {
    expect(found(own, "us-east-1")).to.deep.equal([
      "values.meshConfig.trustDomain is eu-west-1.nephoran.local, and not us-east-1.nephoran.local.",
    ]);
    expect(found({})).to.deep.equal([
      "values.meshConfig.trustDomain is not there, and not eu-west-1.nephoran.local.",
    ]);
  });

  it("refuses to believe whom the topology does not know", () => {
    const roots = [{ trustDomains: ["cluster.local"] }];
    expect(found({ ...own, caCertificates: roots })).to.deep.equal([
      "values.meshConfig.caCertificates[0].trustDomains[0] is cluster.local, which is no region's of the topology.",
    ]);
  });

  it("leaves other charts and kinds alone", () => {
    const cni = resourceOf("kubernetes:helm.sh/v4:Chart", "cni", { chart: "cni", values: {} });
    const others = [cni, { ...chart({}), type: SECRET }];
    expect(problemsOf(trustDomain, others, "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a domain that only a deployment can tell", () => {
    expect(found({ trustDomain: undefined })).to.deep.equal([
      undecided("values.meshConfig.trustDomain"),
    ]);
  });
});

describe("residency-ca-name-constraints", () => {
  const caOf = async (region: string) =>
    selfSign(meshCaProfile("test", region), await newKey(), TODAY);
  const cacerts = (files: object, name = "cacerts") =>
    resourceOf(SECRET, "cacerts", { metadata: { name }, ...files });
  const found = (files: object, name?: string) =>
    problemsOf(caNameConstraints, [cacerts(files, name)], "eu-west-1");

  it("lets a region have a CA that can speak for it alone, in clear or encoded", async () => {
    const pem = await caOf("eu-west-1");
    expect(found({ stringData: { "ca-cert.pem": pem } })).to.deep.equal([]);
    const encoded = Buffer.from(pem).toString("base64");
    expect(found({ data: { "ca-cert.pem": encoded } })).to.deep.equal([]);
  });

  it("does not need the key, which is unknown to it", async () => {
    const pem = await caOf("eu-west-1");
    expect(found({ stringData: { "ca-cert.pem": pem, "ca-key.pem": undefined } })).to.deep.equal(
      [],
    );
  });

  it("refuses the CA of another region", async () => {
    expect(found({ stringData: { "ca-cert.pem": await caOf("us-east-1") } })).to.deep.equal([
      "Its CA may speak for uri:us-east-1.nephoran.local, and not for uri:eu-west-1.nephoran.local alone.",
    ]);
  });

  it("refuses a CA that may speak for anybody, and what is no certificate", async () => {
    const { use, ...profile } = meshCaProfile("test", "eu-west-1");
    const anybody = await selfSign(
      { ...profile, use: { kind: "ca", pathLength: 0 } },
      await newKey(),
      TODAY,
    );
    expect(use.kind).to.equal("ca");
    expect(found({ stringData: { "ca-cert.pem": anybody } })).to.deep.equal([
      "Its CA has no name constraints: it may be anybody.",
    ]);
    expect(found({ stringData: { "ca-cert.pem": "none" } })).to.deep.equal([
      "Its ca-cert.pem is no certificate that can be read.",
    ]);
  });

  it("leaves other Secrets and other kinds alone", () => {
    expect(found({ stringData: {} }, "other")).to.deep.equal([]);
    const map = { ...cacerts({}), type: "kubernetes:core/v1:ConfigMap" };
    expect(problemsOf(caNameConstraints, [map], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a certificate that only a deployment can tell", () => {
    expect(found({ stringData: { "ca-cert.pem": undefined } })).to.deep.equal([
      undecided("stringData.ca-cert.pem"),
    ]);
  });
});

describe("residency-zone-credentials", () => {
  const secret = (name: unknown, stringData: object = {}) =>
    resourceOf(SECRET, "client", { metadata: { name }, stringData });
  const found = (resource: ReturnType<typeof secret>, region = "us-east-1") =>
    problemsOf(zoneCredentials, [resource], region);
  const problem = ["It proves nephoran_eu_sync, and us-east-1 is not in the zone eu (eu-west-1)."];

  it("keeps what proves a zone's user in the zone, whatever it is called", () => {
    const own = secret("cockroachdb-client-nephoran-eu-sync");
    expect(found(own)).to.deep.equal(problem);
    expect(found(own, "eu-west-1")).to.deep.equal([]);
    // A value that is unknown makes no difference.
    const renamed = secret("clients", { "client.nephoran_eu_sync.key": undefined });
    expect(found(renamed)).to.deep.equal(problem);
  });

  it("leaves other users, and other kinds, alone", () => {
    expect(found(secret("cockroachdb-client-nephoran-sync"))).to.deep.equal([]);
    const map = {
      ...secret("cockroachdb-client-nephoran-eu-sync"),
      type: "kubernetes:core/v1:ConfigMap",
    };
    expect(found(map)).to.deep.equal([]);
  });

  it("refuses a name that only a deployment can tell", () => {
    expect(found(secret(undefined))).to.deep.equal([undecided("metadata.name")]);
  });
});

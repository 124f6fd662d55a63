import { expect } from "chai";
import { publicLabProfile } from "../../../pki/profiles";
import { newKey } from "../../../pki/x509/keys";
import { selfSign } from "../../../pki/x509/sign";
import { gatewayHosts } from "../../../policy/residency/gateway-hosts";
import { publishedHosts } from "../../../policy/residency/published-hosts";
import { zoneCertificates } from "../../../policy/residency/zone-certificates";
import { problemsOf, resourceOf, TODAY } from "../judge";

const certificateFor = async (...hosts: string[]): Promise<string> =>
  selfSign(publicLabProfile("test", "us-east-1", hosts), await newKey(), TODAY);

describe("residency-gateway-hosts", () => {
  const gateway = (hosts: unknown, tls: object = { mode: "SIMPLE" }) =>
    resourceOf("kubernetes:networking.istio.io/v1:Gateway", "public", {
      spec: { servers: [{ hosts, tls }] },
    });
  const found = (region: string, ...args: Parameters<typeof gateway>) =>
    problemsOf(gatewayHosts, [gateway(...args)], region);
  const hosts = ["nephoran-system/nephoran.io", "nephoran-system/eu.nephoran.io"];

  it("lets the zone's gateways answer its hosts, and no other", () => {
    expect(found("eu-west-1", [...hosts, "eu-west-1.nephoran.io"])).to.deep.equal([]);
    expect(found("us-east-1", hosts)).to.deep.equal([
      "spec.servers[0].hosts[1] is nephoran-system/eu.nephoran.io, which a residency zone answers " +
        "that us-east-1 is not in.",
    ]);
    expect(found("us-east-1", ["eu-west-1.nephoran.io"])).to.have.length(1);
  });

  it("sees the zone's hosts in a wildcard", () => {
    for (const host of ["*", "*.nephoran.io", "nephoran-system/*", "*/*.io"]) {
      expect(found("us-east-1", [host]), host).to.have.length(1);
    }
    expect(found("us-east-1", ["*.example.com"])).to.deep.equal([]);
  });

  it("lets gateways take what other gateways send", () => {
    expect(found("us-east-1", ["nephoran-system/*"], { mode: "ISTIO_MUTUAL" })).to.deep.equal([]);
  });

  it("leaves other kinds alone", () => {
    const other = { ...gateway(hosts), type: "kubernetes:networking.istio.io/v1:Sidecar" };
    expect(problemsOf(gatewayHosts, [other], "us-east-1")).to.deep.equal([]);
  });

  it("refuses hosts that only a deployment can tell", () => {
    expect(found("us-east-1", undefined)).to.deep.equal([
      "Cannot be decided before deployment: spec.servers[0].hosts is unknown until deployed. Use " +
        "plain configuration there.",
    ]);
  });
});

describe("residency-zone-certificates", () => {
  const wanted = (dnsNames: unknown) =>
    resourceOf("kubernetes:cert-manager.io/v1:Certificate", "public", { spec: { dnsNames } });
  const held = (files: object, type = "kubernetes.io/tls") =>
    resourceOf("kubernetes:core/v1:Secret", "public", { type, ...files });
  const problem = (host: string) =>
    `It is for ${host}, which a residency zone answers that us-east-1 is not in.`;

  it("lets a region have a certificate of its own hosts", () => {
    const own = wanted(["nephoran.io", "us-east-1.nephoran.io"]);
    expect(problemsOf(zoneCertificates, [own], "us-east-1")).to.deep.equal([]);
    expect(problemsOf(zoneCertificates, [wanted(["eu.nephoran.io"])], "eu-west-1")).to.deep.equal(
      [],
    );
  });

  it("refuses one that is asked for with the zone's host, or a wildcard for it", () => {
    const asked = wanted(["nephoran.io", "eu.nephoran.io", "*.nephoran.io"]);
    expect(problemsOf(zoneCertificates, [asked], "us-east-1")).to.deep.equal([
      problem("eu.nephoran.io"),
      problem("*.nephoran.io"),
    ]);
  });

  it("reads the names of one that is there, in clear or encoded", async () => {
    const pem = await certificateFor("nephoran.io", "eu-west-1.nephoran.io");
    const encoded = Buffer.from(pem).toString("base64");
    const secrets = [
      held({ stringData: { "tls.crt": pem } }),
      held({ data: { "tls.crt": encoded } }),
    ];
    expect(problemsOf(zoneCertificates, secrets, "us-east-1")).to.deep.equal([
      problem("eu-west-1.nephoran.io"),
      problem("eu-west-1.nephoran.io"),
    ]);
    expect(problemsOf(zoneCertificates, secrets, "eu-west-1")).to.deep.equal([]);
  });

  it("leaves other Secrets and other kinds alone", async () => {
    const pem = await certificateFor("eu.nephoran.io");
    const opaque = held({ stringData: { "tls.crt": pem } }, "Opaque");
    const map = resourceOf("kubernetes:core/v1:ConfigMap", "public", { data: { "tls.crt": pem } });
    expect(problemsOf(zoneCertificates, [opaque, map], "us-east-1")).to.deep.equal([]);
  });

  it("refuses names, and a certificate, that only a deployment can tell", () => {
    const at = (path: string) =>
      `Cannot be decided before deployment: ${path} is unknown until deployed. Use plain configuration there.`;
    const unknown = [wanted(undefined), held({ stringData: { "tls.crt": undefined } })];
    expect(problemsOf(zoneCertificates, unknown, "us-east-1")).to.deep.equal([
      at("spec.dnsNames"),
      at("stringData.tls.crt"),
    ]);
  });
});

describe("residency-published-hosts", () => {
  const HOSTNAME = "external-dns.alpha.kubernetes.io/hostname";
  const service = (value: unknown) =>
    resourceOf("kubernetes:core/v1:Service", "gateway", {
      metadata: { annotations: { [HOSTNAME]: value } },
    });
  const hosts = "nephoran.io, eu.nephoran.io";

  it("lets the zone publish its hosts, and no other region", () => {
    expect(problemsOf(publishedHosts, [service(hosts)], "eu-west-1")).to.deep.equal([]);
    expect(problemsOf(publishedHosts, [service(hosts)], "us-west-2")).to.deep.equal([
      "It publishes eu.nephoran.io, which a residency zone answers that us-west-2 is not in.",
    ]);
  });

  it("looks at DNSEndpoints too", () => {
    const endpoint = resourceOf("kubernetes:externaldns.k8s.io/v1alpha1:DNSEndpoint", "dns", {
      spec: { endpoints: [{ dnsName: "*.nephoran.io" }] },
    });
    expect(problemsOf(publishedHosts, [endpoint], "us-west-2")).to.have.length(1);
  });

  it("leaves other kinds alone", () => {
    const other = { ...service(hosts), type: "kubernetes:core/v1:ConfigMap" };
    expect(problemsOf(publishedHosts, [other, service("a.example")], "us-west-2")).to.deep.equal(
      [],
    );
  });

  it("refuses a name that only a deployment can tell", () => {
    expect(problemsOf(publishedHosts, [service(undefined)], "us-west-2")).to.deep.equal([
      `Cannot be decided before deployment: metadata.annotations.${HOSTNAME} is unknown until ` +
        "deployed. Use plain configuration there.",
    ]);
  });
});

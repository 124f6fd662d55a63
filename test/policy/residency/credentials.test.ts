import { expect } from "chai";
import { readerCredentials } from "../../../policy/residency/reader-credentials";
import { remoteSecrets } from "../../../policy/residency/remote-secrets";
import { stackReferences } from "../../../policy/residency/stack-references";
import { problemsOf, resourceOf } from "../judge";

const SECRET = "kubernetes:core/v1:Secret";

const reference = (inputs: Record<string, unknown>, name = "peer") =>
  resourceOf("pulumi:pulumi:StackReference", name, inputs);

describe("residency-stack-references", () => {
  it("lets a stack read those of the topology's regions", () => {
    expect(
      problemsOf(stackReferences, [reference({ name: "acme/nephoran/us-west-2" })], "eu-west-1"),
    ).to.deep.equal([]);
  });

  it("refuses a stack that is no region's", () => {
    expect(
      problemsOf(stackReferences, [reference({ name: "acme/analytics/prod" })], "eu-west-1"),
    ).to.deep.equal([
      "It reads the stack acme/analytics/prod, and prod is no region of the topology.",
    ]);
  });

  it("goes by the reference's own name where it says no other", () => {
    expect(
      problemsOf(stackReferences, [reference({}, "acme/nephoran/eu-west-1")], "us-east-1"),
    ).to.deep.equal([]);
  });

  it("refuses a stack that only a deployment can tell", () => {
    expect(
      problemsOf(stackReferences, [reference({ name: undefined })], "us-east-1"),
    ).to.deep.equal([
      "Cannot be decided before deployment: name is unknown until deployed. Use plain configuration there.",
    ]);
  });

  it("leaves other resources alone", () => {
    expect(
      problemsOf(stackReferences, [resourceOf(SECRET, "peer", { name: "prod" })], "us-east-1"),
    ).to.deep.equal([]);
  });
});

describe("residency-remote-secrets", () => {
  const secret = (labels: unknown, annotations: unknown = {}) =>
    resourceOf(SECRET, "remote", { metadata: { name: "remote", labels, annotations } });
  const into = (cluster: unknown, value = "true") =>
    secret({ "istio/multiCluster": value }, { "networking.istio.io/cluster": cluster });

  it("lets regions without a zone discover each other", () => {
    expect(problemsOf(remoteSecrets, [into("us-west-2")], "us-east-1")).to.deep.equal([]);
    expect(problemsOf(remoteSecrets, [into("us-west-2", "remote")], "us-east-1")).to.deep.equal([]);
  });

  it("refuses one that leads into a zone", () => {
    expect(problemsOf(remoteSecrets, [into("eu-west-1")], "us-east-1")).to.deep.equal([
      "It leads into eu-west-1, which is in the zone eu.",
    ]);
  });

  it("refuses any in a zone, wherever it leads", () => {
    expect(problemsOf(remoteSecrets, [into("us-west-2", "remote")], "eu-west-1")).to.deep.equal([
      "It leads into another cluster, and eu-west-1 is in the zone eu.",
    ]);
  });

  it("refuses one that does not say where it leads", () => {
    expect(
      problemsOf(remoteSecrets, [secret({ "istio/multiCluster": "true" })], "us-east-1"),
    ).to.deep.equal([
      "It does not say in networking.istio.io/cluster which cluster it leads into.",
    ]);
  });

  it("leaves other Secrets and other kinds alone", () => {
    const map = resourceOf("kubernetes:core/v1:ConfigMap", "remote", {
      metadata: { labels: { "istio/multiCluster": "true" } },
    });
    expect(problemsOf(remoteSecrets, [secret({ app: "x" }), map], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a cluster or labels that only a deployment can tell", () => {
    expect(problemsOf(remoteSecrets, [into(undefined)], "us-east-1")).to.deep.equal([
      "Cannot be decided before deployment: metadata.annotations.networking.istio.io/cluster is " +
        "unknown until deployed. Use plain configuration there.",
    ]);
    expect(problemsOf(remoteSecrets, [secret(undefined)], "eu-west-1")).to.have.length(1);
  });
});

describe("residency-reader-credentials", () => {
  const ofType = (type: unknown) =>
    resourceOf(SECRET, "token", { metadata: { name: "token" }, type });
  const token = ofType("kubernetes.io/service-account-token");

  it("refuses a token that never expires in a zone, and only there", () => {
    expect(problemsOf(readerCredentials, [token], "eu-west-1")).to.deep.equal([
      "It is a token for the API server of eu-west-1, which never expires.",
    ]);
    expect(problemsOf(readerCredentials, [token], "us-east-1")).to.deep.equal([]);
  });

  it("leaves other Secrets and other kinds alone", () => {
    const certificate = ofType("kubernetes.io/tls");
    const other = { ...token, type: "kubernetes:core/v1:ConfigMap" };
    expect(problemsOf(readerCredentials, [certificate, other], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a type that only a deployment can tell", () => {
    expect(problemsOf(readerCredentials, [ofType(undefined)], "eu-west-1")).to.deep.equal([
      "Cannot be decided before deployment: type is unknown until deployed. Use plain configuration there.",
    ]);
  });
});

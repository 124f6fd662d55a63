import { expect } from "chai";
import { registries } from "../../../policy/residency/registries";
import { replicatedSecrets } from "../../../policy/residency/replicated-secrets";
import { contextOf, problemsOf, resourceOf, undecided } from "../judge";
import { CONTAINER, OUTSIDE, SECRET, workload } from "./fixtures";

describe("residency-registries", () => {
  const image = (name: unknown) => workload({ image: name });
  const found = (name: unknown, config = {}) =>
    problemsOf(registries, [image(name)], contextOf("eu-west-1", config));
  const own = { zoneRegistries: { eu: ["registry.example.eu/nephoran"] } };

  it("lets images come from anywhere that is not elsewhere, until a team says from where", () => {
    expect(found("docker.io/nephoran/llm-processor:1.0")).to.deep.equal([]);
    expect(found("registry.example.eu/nephoran/llm-processor:1.0", own)).to.deep.equal([]);
    expect(found("docker.io/nephoran/llm-processor:1.0", own)).to.deep.equal([
      `${CONTAINER}.image is docker.io/nephoran/llm-processor:1.0, from no registry of the zone eu (eu-west-1).`,
    ]);
    expect(found("busybox", own)).to.have.length(1);
    expect(found("registry.example.eu/nephoran-evil/x:1", own)).to.have.length(1);
  });

  it("refuses a registry whose host is in another region", () => {
    const away = "1234.dkr.ecr.us-east-1.amazonaws.com/nephoran:1.0";
    expect(found(away)).to.deep.equal([
      `${CONTAINER}.image is ${away}, from us-east-1, outside of the zone eu (eu-west-1).`,
    ]);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    const away = image("1234.dkr.ecr.us-east-1.amazonaws.com/nephoran:1.0");
    expect(problemsOf(registries, [away], "ap-southeast-1")).to.deep.equal([]);
    expect(problemsOf(registries, [{ ...away, type: SECRET }], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses an image that only a deployment can tell", () => {
    expect(found(undefined)).to.deep.equal([undecided(`${CONTAINER}.image`)]);
  });
});

describe("residency-replicated-secrets", () => {
  const COPIED = "kubed.appscode.com/sync-contexts";
  const secret = (annotations: unknown) =>
    resourceOf(SECRET, "key", { metadata: { name: "key", annotations } });
  const of = (kind: string, spec: object) =>
    resourceOf(`kubernetes:external-secrets.io/v1:${kind}`, "store", { spec });
  const found = (...resources: ReturnType<typeof secret>[]) =>
    problemsOf(replicatedSecrets, resources, "eu-west-1");

  it("lets secrets be made here, and read from stores of the zone", () => {
    const store = of("SecretStore", { provider: { aws: { region: "eu-west-1" } } });
    expect(found(secret({}), store)).to.deep.equal([]);
  });

  it("refuses copies into other clusters, pushes, and stores elsewhere", () => {
    expect(found(secret({ [COPIED]: "us-east-1" }))).to.deep.equal([
      `metadata.annotations.${COPIED} has it copied into other clusters.`,
    ]);
    expect(found(of("PushSecret", {}))).to.deep.equal([
      "It sends what is in this cluster to others.",
    ]);
    expect(
      found(of("ClusterSecretStore", { provider: { aws: { region: "us-east-1" } } })),
    ).to.deep.equal([`spec.provider.aws.region is us-east-1: us-east-1 is ${OUTSIDE}`]);
  });

  it("leaves regions without a zone, and other providers' resources, alone", () => {
    const copied = secret({ [COPIED]: "us-west-2" });
    expect(problemsOf(replicatedSecrets, [copied], "us-east-1")).to.deep.equal([]);
    expect(found({ ...copied, type: "random:index/randomId:RandomId" })).to.deep.equal([]);
  });

  it("refuses annotations and stores that only a deployment can tell", () => {
    expect(
      found(secret(undefined), of("SecretStore", { provider: { aws: { region: undefined } } })),
    ).to.deep.equal([undecided("metadata.annotations"), undecided("spec.provider.aws.region")]);
  });
});

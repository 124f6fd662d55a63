import { createRequire } from "node:module";
import { expect } from "chai";
import { deserializeOnce, skipRemediation } from "../../policy/lighter-sdk";

describe("deserializing once", () => {
  it("does the SDK's work once for each resource, and as often as asked where secrets matter", () => {
    let calls = 0;
    const sdk = {
      deserializeProperties: (sent: object, keepSecrets: boolean) => ({
        sent,
        keepSecrets,
        calls: ++calls,
      }),
    };
    deserializeOnce(sdk);
    const [one, other] = [{}, {}];
    expect(sdk.deserializeProperties(one, false)).to.equal(sdk.deserializeProperties(one, false));
    expect(sdk.deserializeProperties(other, false).sent).to.equal(other);
    expect(calls).to.equal(2);
    sdk.deserializeProperties(one, true);
    sdk.deserializeProperties(one, true);
    expect(calls).to.equal(4);
  });

  it("leaves an SDK alone that works in another way", () => {
    const sdk = {};
    deserializeOnce(sdk);
    expect(sdk).to.deep.equal({});
  });

  it("finds what it is for in the SDK that is installed", () => {
    const sdk = createRequire(__filename)("@pulumi/policy/deserialize") as Record<string, unknown>;
    expect(sdk["deserializeProperties"]).to.be.a("function");
  });
});

describe("skipping remediation", () => {
  const serviceOf = () => ({
    AnalyzerService: { remediate: { requestDeserialize: (sent: Uint8Array): object => [...sent] } },
  });
  const policy = { name: "a", description: "b", validateResource: () => undefined };
  const readAll = ({ AnalyzerService: { remediate } }: ReturnType<typeof serviceOf>): object[] =>
    [1, 2, 3].map((byte) => remediate.requestDeserialize(new Uint8Array([byte])));

  it("reads the first, where nobody mends anything", () => {
    const service = serviceOf();
    skipRemediation([policy], service);
    expect(readAll(service)).to.deep.equal([[1], [1], [1]]);
  });

  it("reads all where a policy mends something", () => {
    const service = serviceOf();
    skipRemediation([policy, { ...policy, remediateResource: () => ({}) }], service);
    expect(readAll(service)).to.deep.equal([[1], [2], [3]]);
  });

  it("leaves an SDK alone that works in another way", () => {
    expect(() => {
      skipRemediation([policy], {});
    }).not.to.throw();
  });

  it("finds what it is for in the SDK that is installed", () => {
    const sdk = createRequire(createRequire(__filename).resolve("@pulumi/policy/server"));
    const { AnalyzerService } = sdk("@pulumi/pulumi/proto/analyzer_grpc_pb") as {
      AnalyzerService: { remediate: Record<string, unknown> };
    };
    expect(AnalyzerService.remediate["requestDeserialize"]).to.be.a("function");
  });
});

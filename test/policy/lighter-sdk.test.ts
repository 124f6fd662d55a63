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
  class Request {
    constructor(readonly sent?: Uint8Array) {}
  }
  const serviceOf = () => ({
    AnalyzerService: {
      remediate: {
        requestType: Request,
        requestDeserialize: (sent: Uint8Array): object => new Request(sent),
      },
    },
  });
  const policy = { name: "a", description: "b", validateResource: () => undefined };
  const sent = new Uint8Array([1]);

  it("leaves unread what nobody mends", () => {
    const service = serviceOf();
    skipRemediation([policy], service);
    expect(service.AnalyzerService.remediate.requestDeserialize(sent)).to.deep.equal(new Request());
  });

  it("reads it where a policy mends something", () => {
    const service = serviceOf();
    skipRemediation([policy, { ...policy, remediateResource: () => ({}) }], service);
    expect(service.AnalyzerService.remediate.requestDeserialize(sent)).to.deep.equal(
      new Request(sent),
    );
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
    expect(AnalyzerService.remediate["requestType"]).to.be.a("function");
  });
});

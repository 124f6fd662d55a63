import { createRequire } from "node:module";
import { expect } from "chai";
import { deserializeOnce } from "../../policy/deserialize-once";

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

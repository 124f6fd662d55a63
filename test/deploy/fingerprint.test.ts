import { expect } from "chai";
import { fingerprintOf } from "../../deploy/fingerprint";

const outputs = {
  region: { name: "a", gateway: { address: "10.0.0.1" } },
  regionSecrets: "s3cr3t",
};

describe("a fingerprint of what others read of a stack", () => {
  it("is none where the stack is not deployed", () => {
    expect(fingerprintOf({})).to.equal(undefined);
    expect(fingerprintOf({ regionWiring: { peers: [] } })).to.equal(undefined);
  });

  it("changes with each thing that others read, also with a secret", () => {
    const all = [
      outputs,
      { ...outputs, region: { name: "a", gateway: { address: "10.0.0.2" } } },
      { ...outputs, regionSecrets: "another" },
      { region: outputs.region },
    ].map(fingerprintOf);
    expect(new Set(all).size).to.equal(all.length);
  });

  it("stays with the order of keys, and with what a stack knew of its peers", () => {
    const { region, regionSecrets } = outputs;
    const turned = { gateway: region.gateway, name: region.name };
    const same = { regionWiring: { peers: ["b"] }, regionSecrets, region: turned };
    expect(fingerprintOf(same)).to.equal(fingerprintOf(outputs));
  });

  it("holds no secret", () => {
    expect(fingerprintOf(outputs)).to.match(/^[0-9a-f]{64}$/);
  });
});

import { createPublicKey, verify, type JsonWebKey } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { tokenIssuers } from "../../../sandbox/live/token-issuers";
import { shippedProject } from "../../shipped-project";

const { topology } = shippedProject;

describe("the token issuers of a sandbox", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-issuers-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const keyOf = (jwks: string | undefined) => {
    const { keys } = JSON.parse(jwks ?? "") as { keys: [JsonWebKey & { kid: string }] };
    return keys[0];
  };

  it("sign what their public keys verify, in the words of the topology", async () => {
    const { jwks, token } = await tokenIssuers(directory, topology);
    const [header = "", payload = "", signature = ""] = token("eu-west-1", {
      tenant: "acme",
    }).split(".");
    const key = keyOf(jwks["eu-west-1"]);
    const isSigned = verify(
      "sha256",
      Buffer.from(`${header}.${payload}`),
      { key: createPublicKey({ key, format: "jwk" }), dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    );
    expect(isSigned).to.equal(true);
    const decoded = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
    expect(decoded).to.include({
      iss: "https://auth.eu-west-1.nephoran.io",
      aud: "nephoran-eu-west-1",
      tenant: "acme",
    });
  });

  it("show no private key", async () => {
    const { jwks } = await tokenIssuers(directory, topology);
    expect(Object.keys(jwks)).to.deep.equal(topology.regions.map(({ name }) => name));
    for (const text of Object.values(jwks)) expect(keyOf(text)).to.not.have.property("d");
  });

  it("keep their keys, which nobody else can read", async () => {
    const { jwks } = await tokenIssuers(directory, topology);
    expect((await tokenIssuers(directory, topology)).jwks).to.deep.equal(jwks);
    const file = join(directory, "live", "token-issuers.json");
    expect(statSync(file).mode & 0o077).to.equal(0);
  });

  it("have no token for a region that is not there", async () => {
    const { token } = await tokenIssuers(directory, topology);
    expect(() => token("mars-1")).to.throw(RangeError, "no region mars-1");
  });
});

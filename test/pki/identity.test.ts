import { inspect } from "node:util";
import { expect } from "chai";
import { identities } from "../../config/mesh-settings";
import { OperatorError } from "../../config/operator-error";
import { SecretText } from "../../config/secret-text";
import { clientsIn } from "../../pki/cockroach-clients";
import { issueMesh, type RegionIdentity } from "../../pki/identity";
import { type IdentityKey, settingsOf } from "../../pki/identity-settings";
import { certificateFacts } from "../../pki/verify";
import { daysLater, issued, newAuthority } from "./samples";

describe("the identity of a region", () => {
  let identity: RegionIdentity;
  before(async () => {
    ({ identity } = await issued(await newAuthority(), "us-east-1"));
  });

  it("lasts as long as each part has to", () => {
    const { mesh, cockroach, public: shown } = identity;
    const lifetimes = [mesh.ca, cockroach.node, cockroach.root, ...cockroach.clients, shown].map(
      (pair) => certificateFacts(pair?.certificate ?? "")?.notAfter.getTime(),
    );
    expect(lifetimes).to.deep.equal([365, 365, 7, 90, 90].map((days) => +daysLater(days)));
  });

  it("has every name by which its nodes of the state store are dialled", () => {
    expect(certificateFacts(identity.cockroach.node.certificate)).to.deep.include({
      subject: "CN=node, O=nephoran",
      names: [
        "DNS:localhost",
        "DNS:cockroachdb",
        "DNS:cockroachdb.nephoran-global",
        "DNS:cockroachdb.nephoran-global.svc",
        "DNS:cockroachdb.nephoran-global.svc.cluster.local",
        "DNS:cockroachdb-public",
        "DNS:cockroachdb-public.nephoran-global",
        "DNS:cockroachdb-public.nephoran-global.svc",
        "DNS:cockroachdb-public.nephoran-global.svc.cluster.local",
        "DNS:*.cockroachdb",
        "DNS:*.cockroachdb.nephoran-global",
        "DNS:*.cockroachdb.nephoran-global.svc",
        "DNS:*.cockroachdb.nephoran-global.svc.cluster.local",
        "DNS:*.cockroachdb.us-east-1.nephoran.local",
        "IP:127.0.0.1",
        "IP:::1",
      ],
    });
  });

  it("is marked as a lab's where the world will see it", () => {
    expect(certificateFacts(identity.public?.certificate ?? "")).to.deep.include({
      subject: "CN=us-east-1, OU=for labs only, O=nephoran",
      names: ["DNS:nephoran.io", "DNS:us-east-1.nephoran.io"],
    });
  });

  it("shows no key, however it is printed", () => {
    const keys = [identity.mesh.ca, identity.cockroach.node].map(({ key }) => key.reveal());
    for (const text of [JSON.stringify(identity), inspect(identity, { depth: null })]) {
      expect(text).to.not.contain("PRIVATE KEY");
      for (const key of keys) expect(text).to.not.contain(key.split("\n")[1]);
    }
  });

  it("is what the program's configuration takes", () => {
    const settings = settingsOf(identity);
    expect(Object.keys(settings)).to.have.members(Object.keys(identities));
    for (const [key, value] of Object.entries(settings)) {
      const schema = identities[key as IdentityKey];
      const isSecret = value instanceof SecretText;
      expect(schema.safeParse(isSecret ? value : value.trimEnd()).success, key).to.equal(true);
      expect(isSecret, key).to.equal(/Keys?$/.test(key));
    }
  });

  it("gives back the users of the state store that it was made with", () => {
    const [client] = clientsIn(settingsOf(identity));
    const [made] = identity.cockroach.clients;
    expect(client?.user).to.equal("nephoran_sync");
    expect(client?.certificate).to.equal(made?.certificate);
    expect(client?.key?.reveal()).to.equal(made?.key.reveal());
  });
});

describe("an authority that has expired", () => {
  it("issues nothing, and says what to do", async () => {
    const authority = await newAuthority();
    const failure = await issueMesh(authority, "us-east-1", { now: daysLater(3651) }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(OperatorError);
    expect((failure as Error).message).to.equal(
      "The authority's root is expired since 2036-02-27 12:00 UTC: nothing that it signs is " +
        "believed. Nothing was changed. Replace it: `nephoran pki rotate root --step begin`.",
    );
  });
});

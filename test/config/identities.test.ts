import { expect } from "chai";
import { identityProblems } from "../../config/identities";
import { parseProgramConfig, type ProgramConfig } from "../../config/program-config";
import { SecretText } from "../../config/secret-text";
import { type Authority, signerOf } from "../../pki/authority";
import { clientSettings, clientsIn } from "../../pki/cockroach-clients";
import { issueCockroach } from "../../pki/identity";
import { type IdentitySettings, settingsOf } from "../../pki/identity-settings";
import { cockroachClientProfile } from "../../pki/profiles";
import { keyPem } from "../../pki/x509/keys";
import { daysLater, issued, newAuthority, now, signed } from "../pki/samples";
import { topologyWith } from "./home-region";

describe("what proves who a region is", () => {
  let authority: Authority;
  let settings: IdentitySettings;
  before(async () => {
    authority = await newAuthority();
    const { mesh, cockroach } = (await issued(authority, "home")).identity;
    settings = settingsOf({ region: "home", mesh, cockroach });
  });

  const config = (change: IdentitySettings = {}): ProgramConfig =>
    parseProgramConfig({
      stack: "home",
      topology: topologyWith({}),
      settings: { VERSION: "1.4.2", ...settings, ...change },
    });
  const problems = (change: IdentitySettings = {}, at = now): [string, string][] =>
    identityProblems(config(change), at).map(({ key, seen }) => [key, seen]);
  const users = async (...names: string[]): Promise<IdentitySettings> => {
    const profiles = names.map((name) => cockroachClientProfile("nephoran", name));
    const pairs = profiles.map((profile) => signed(signerOf(authority.cockroachCa), profile));
    return clientSettings(
      (await Promise.all(pairs)).map(({ certificate, key }) => ({
        certificate,
        key: new SecretText(keyPem(key)),
      })),
    );
  };
  const CLIENTS = "nephoran:cockroachClientCertificates";

  it("is sound as it was issued", () => {
    expect(problems()).to.deep.equal([]);
  });

  it("lacks the nodes of the state store where nothing was issued for them", () => {
    const { meshCaCertificate = "", meshCaKey, trustRoots = "" } = settings;
    const alone = parseProgramConfig({
      stack: "home",
      topology: topologyWith({}),
      settings: { VERSION: "1.4.2", meshCaCertificate, meshCaKey, trustRoots },
    });
    expect(identityProblems(alone, now).map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["nephoran:cockroachNodeCertificate", "missing"],
    ]);
  });

  it("may have an administrator's certificate that has ended, and no other", () => {
    expect(problems({}, daysLater(8))).to.deep.equal([]);
    expect(problems({}, daysLater(91))).to.deep.equal([
      [CLIENTS, "for nephoran_sync: expired since 2026-05-30 12:00 UTC"],
    ]);
    expect(problems({}, daysLater(366)).map(([key]) => key)).to.deep.equal([
      "nephoran:meshCaCertificate",
      "nephoran:cockroachNodeCertificate",
      CLIENTS,
    ]);
  });

  it("has all else of an administrator's certificate right, ended or not", async () => {
    const foreign = await issueCockroach(await newAuthority(), "home", { now });
    for (const at of [now, daysLater(8)]) {
      const [[key, seen] = [], ...more] = problems(
        {
          cockroachRootCertificate: foreign.root.certificate,
          cockroachRootKey: foreign.root.key,
        },
        at,
      );
      expect(key).to.equal("nephoran:cockroachRootCertificate");
      expect(seen).to.match(/^not signed by CN=nephoran CockroachDB CA /);
      expect(more).to.deep.equal([]);
      expect(problems({ cockroachRootKey: foreign.root.key }, at)).to.deep.equal([
        ["nephoran:cockroachRootCertificate", "beside the key of another certificate"],
      ]);
    }
    expect(problems({}, daysLater(-1))).to.deep.include([
      "nephoran:cockroachRootCertificate",
      "not valid before 2026-03-01 11:55 UTC",
    ]);
  });

  it("has a key for every user of the state store", async () => {
    const { cockroachClientKeys } = await users("somebody_else");
    const keys = cockroachClientKeys ? { cockroachClientKeys } : {};
    expect(problems(keys)).to.deep.equal([[CLIENTS, "for nephoran_sync: without its key"]]);
  });

  it("has users of its own state store", async () => {
    const { clients } = await issueCockroach(await newAuthority(), "home", {
      ...{ now, clients: ["nephoran_sync"] },
    });
    const [[key, seen] = []] = problems(clientSettings(clients));
    expect(key).to.equal(CLIENTS);
    expect(seen).to.match(/^for nephoran_sync: not signed by CN=nephoran CockroachDB CA /);
  });

  it("has users that Secrets can be called after, each by another name", async () => {
    expect(problems(await users("a_b", "c-d", "_e"))).to.deep.equal([]);
    expect(problems(await users("a_b", "c", "a-b"))).to.deep.equal([
      [CLIENTS, "for a_b and a-b, all of them in Secret cockroachdb-client-a-b"],
    ]);
    for (const name of ["Anna", "a_", "a b", ""]) {
      expect(problems(await users(name)), name).to.deep.equal([
        [CLIENTS, `for ${name || "nobody"}: no name of a user that a Secret can be called after`],
      ]);
    }
    expect(problems(await users("root"))).to.deep.equal([
      [CLIENTS, "for root: it has settings of its own"],
    ]);
  });

  it("has certificates in its bundle of users", () => {
    const empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    expect(problems({ cockroachClientCertificates: empty })).to.deep.equal([
      [CLIENTS, "no certificates in PEM"],
    ]);
  });

  it("is told with what to write, and without any key", async () => {
    const wrong = await users("a_b", "a-b");
    const [problem] = identityProblems(config(wrong), now);
    expect(problem).to.deep.equal({
      file: "Pulumi.home.yaml",
      key: CLIENTS,
      seen: "for a_b and a-b, all of them in Secret cockroachdb-client-a-b",
      allowed:
        "one for each user of the state store besides root, with its key in cockroachClientKeys, " +
        "which `nephoran pki issue home` writes",
    });
    expect(clientsIn(wrong)).to.have.length(2);
  });
});

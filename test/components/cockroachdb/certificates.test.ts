import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { cockroachCertificates } from "../../../components/cockroachdb/certificates";
import { parseProgramConfig, type ProgramConfig } from "../../../config/program-config";
import { type IdentitySettings, settingsOf } from "../../../pki/identity-settings";
import { topologyWith } from "../../config/home-region";
import { issued, newAuthority } from "../../pki/samples";
import { inClear, registrations } from "../registrations";

describe("certificates of the state store", () => {
  let settings: IdentitySettings;
  before(async () => {
    const { identity } = await issued(await newAuthority(), "home");
    settings = settingsOf(identity);
  });

  const config = (): ProgramConfig =>
    parseProgramConfig({
      stack: "home",
      topology: topologyWith({}),
      settings: { VERSION: "1.4.2", ...settings },
    });
  const secrets = () =>
    registrations(() => {
      cockroachCertificates("cockroachdb", config(), {});
    });

  it("lie in a Secret for the nodes and one for each user, with files as CockroachDB names them", async () => {
    const made = (await secrets()).map(({ name, inputs }) => {
      const { metadata, stringData } = inputs as {
        readonly metadata: { readonly name: string; readonly namespace: string };
        readonly stringData: unknown;
      };
      return [
        ...[name, `${metadata.namespace}/${metadata.name}`],
        Object.keys(inClear(stringData) as object).sort(),
      ];
    });
    expect(made).to.deep.equal([
      [
        ...["cockroachdb-node", "nephoran-global/cockroachdb-node"],
        ["ca.crt", "node.crt", "node.key"],
      ],
      [
        ...["cockroachdb-client-root", "nephoran-global/cockroachdb-client-root"],
        ["ca.crt", "client.root.crt", "client.root.key"],
      ],
      [
        ...["cockroachdb-client-nephoran_sync", "nephoran-global/cockroachdb-client-nephoran-sync"],
        ["ca.crt", "client.nephoran_sync.crt", "client.nephoran_sync.key"],
      ],
    ]);
  });

  it("bring each user its own key, as a secret", async () => {
    const { cockroachClientCertificates, cockroachClientKeys, cockroachCa } = settings;
    const stringData = (await secrets()).at(-1)?.inputs["stringData"];
    expect(pulumi.runtime.isRpcSecret(stringData)).to.equal(true);
    expect(inClear(stringData)).to.deep.equal({
      "ca.crt": cockroachCa,
      "client.nephoran_sync.crt": cockroachClientCertificates,
      "client.nephoran_sync.key": cockroachClientKeys?.reveal(),
    });
  });

  it("are none where none are issued", async () => {
    settings = {};
    expect(await secrets()).to.deep.equal([]);
  });
});

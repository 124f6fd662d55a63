import { expect } from "chai";
import type { HeldIdentity } from "../../pki/held-certificates";
import { type IdentitySettings, settingsOf } from "../../pki/identity-settings";
import { type Inspected, inspectRegions, worst } from "../../pki/inspect";
import { bundle } from "../../pki/x509/pem";
import { daysLater, issued, newAuthority, now } from "./samples";

describe("inspection", () => {
  let east: HeldIdentity;
  let west: HeldIdentity;
  before(async () => {
    const authority = await newAuthority();
    const held = async (region: string): Promise<HeldIdentity> => ({
      region,
      hosts: ["nephoran.io", `${region}.nephoran.io`],
      settings: settingsOf((await issued(authority, region)).identity),
    });
    [east, west] = [await held("us-east-1"), await held("eu-west-1")];
  });

  const inspect = (regions: readonly HeldIdentity[], at = now, warnDays = 30): Inspected[] =>
    inspectRegions(regions, { now: at, warnDays });
  const changed = (settings: IdentitySettings): HeldIdentity => ({
    ...east,
    settings: { ...east.settings, ...settings },
  });
  const without = (...keys: string[]): HeldIdentity => ({
    ...east,
    settings: Object.fromEntries(
      Object.entries(east.settings).filter(([key]) => !keys.includes(key)),
    ),
  });
  /** Everything that is not fine, with what is said of it. */
  const notFine = (all: readonly Inspected[]) =>
    all
      .filter(({ standing }) => standing !== "fine")
      .map(({ region, setting, standing, remarks }) => [region, setting, standing, ...remarks]);

  it("finds nothing in what was issued, and looks at all of it", () => {
    const all = inspect([east, west]);
    expect(notFine(all)).to.deep.equal([]);
    expect(worst(all)).to.equal("fine");
    expect(inspect([east]).map(({ part, setting }) => [part, setting])).to.deep.equal([
      ["mesh", "meshCaCertificate"],
      ["roots", "trustRoots"],
      ["roots", "cockroachCa"],
      ["cockroach-node", "cockroachNodeCertificate"],
      ["cockroach-root", "cockroachRootCertificate"],
      ["cockroach-client", "cockroachClientCertificates"],
      ["public", "publicCertificatePem"],
    ]);
  });

  it("tells what is asked for of each certificate", () => {
    const [mesh] = inspect([east]);
    expect(mesh).to.deep.include({ daysLeft: 365, keyMatches: true, verifies: true, remarks: [] });
    expect(mesh?.facts?.nameConstraints).to.equal(
      "critical,permitted;URI:us-east-1.nephoran.local",
    );
  });

  it("says of a region without identity that it has none", () => {
    const all = inspect([{ ...east, settings: {} }, west]);
    expect(notFine(all)).to.deep.equal([["us-east-1", "meshCaCertificate", "wrong", "missing"]]);
  });

  it("warns of what ends soon, and not of what never lasts longer", () => {
    expect(notFine(inspect([east], daysLater(336)).slice(0, 1))).to.deep.equal([
      ["us-east-1", "meshCaCertificate", "renew"],
    ]);
    expect(notFine(inspect([east], daysLater(334)).slice(0, 1))).to.deep.equal([]);
    const days = (at: number) => notFine(inspect([east], daysLater(at))).map(([, key]) => key);
    expect(days(6)).to.deep.equal([]);
    expect(days(8)).to.deep.equal(["cockroachRootCertificate"]);
    expect(days(61)).to.deep.equal([
      "cockroachRootCertificate",
      "cockroachClientCertificates",
      "publicCertificatePem",
    ]);
  });

  it("takes an administrator's certificate that has ended for one to renew, others for wrong", () => {
    const all = inspect([east], daysLater(366));
    expect(notFine(all)).to.deep.equal([
      ["us-east-1", "meshCaCertificate", "wrong", "expired since 2027-03-01 12:00 UTC"],
      ["us-east-1", "cockroachNodeCertificate", "wrong", "expired since 2027-03-01 12:00 UTC"],
      ["us-east-1", "cockroachRootCertificate", "renew", "expired since 2026-03-08 12:00 UTC"],
      ["us-east-1", "cockroachClientCertificates", "wrong", "expired since 2026-05-30 12:00 UTC"],
      ["us-east-1", "publicCertificatePem", "wrong", "expired since 2026-05-30 12:00 UTC"],
    ]);
    expect(worst(all)).to.equal("wrong");
    expect(worst(inspect([east], daysLater(8)))).to.equal("renew");
  });

  it("sees a key that belongs to another certificate, or is missing", () => {
    const { meshCaKey } = west.settings;
    const swapped = inspect([changed(meshCaKey ? { meshCaKey } : {})]);
    expect(notFine(swapped)).to.deep.equal([
      ["us-east-1", "meshCaCertificate", "wrong", "beside the key of another certificate"],
    ]);
    expect(swapped[0]?.keyMatches).to.equal(false);
    expect(notFine(inspect([without("cockroachNodeKey")]))).to.deep.equal([
      ["us-east-1", "cockroachNodeCertificate", "wrong", "without its key"],
    ]);
    expect(notFine(inspect([without("cockroachClientKeys")]))).to.deep.equal([
      ["us-east-1", "cockroachClientCertificates", "wrong", "without its key"],
    ]);
  });

  it("sees another region's CA", () => {
    const { meshCaCertificate = "", meshCaKey } = west.settings;
    const all = inspect([changed({ meshCaCertificate, ...(meshCaKey && { meshCaKey }) })]);
    expect(notFine(all)).to.deep.equal([
      [
        "us-east-1",
        "meshCaCertificate",
        "wrong",
        "confined to URI:eu-west-1.nephoran.local, and not to URI:us-east-1.nephoran.local alone",
      ],
    ]);
  });

  it("sees regions that do not believe each other", async () => {
    const other = settingsOf((await issued(await newAuthority(), "eu-west-1")).identity);
    const foreign = { ...west, settings: other };
    const said = notFine(inspect([east, foreign]));
    expect(said).to.deep.equal([
      [
        ...["us-east-1", "meshCaCertificate", "wrong"],
        "not believed by eu-west-1, whose trustRoots lack its root",
      ],
      [
        ...["eu-west-1", "meshCaCertificate", "wrong"],
        "not believed by us-east-1, whose trustRoots lack its root",
      ],
    ]);
    const both = bundle([east.settings.trustRoots ?? "", other.trustRoots ?? ""]);
    const introduced = [east, foreign].map((one) => ({
      ...one,
      settings: { ...one.settings, trustRoots: both },
    }));
    expect(notFine(inspect(introduced))).to.deep.equal([]);
  });

  it("sees a certificate that leads to nothing that its region believes", async () => {
    const { trustRoots } = settingsOf((await issued(await newAuthority(), "us-east-1")).identity);
    const [mesh] = inspect([changed(trustRoots === undefined ? {} : { trustRoots })]);
    expect(mesh?.verifies).to.equal(false);
    expect(mesh?.standing).to.equal("wrong");
  });
});

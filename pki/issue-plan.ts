import { certificateFacts } from "./certificate-facts";
import { clientSettings, clientsIn, withClients } from "./cockroach-clients";
import { heldCertificates, type HeldCertificate, type HeldIdentity } from "./held-certificates";
import type { RegionIdentity } from "./identity";
import {
  type IdentitySettings,
  type Part,
  pick,
  settingsOf,
  settingsOfPart,
} from "./identity-settings";
import { certificatesIn, sameCertificates } from "./x509/pem";
import { instantText, validityProblem } from "./x509/validity";

/** What is to be issued, and what of it may be replaced. */
export interface IssueRequest {
  readonly parts: readonly Part[];
  /** True: whatever is there is replaced. */
  readonly force: boolean;
  /** True: what is there and sound is left as it is, and is no obstacle to the rest. */
  readonly keepSound: boolean;
  readonly now: Date;
}

/** What happens to one region. */
export interface IssuePlan {
  readonly region: string;
  /** What is set; empty: nothing. */
  readonly settings: IdentitySettings;
  /** What is left as it is. */
  readonly kept: readonly Part[];
  /** What is there already and stands in the way, in lines for the operator. */
  readonly obstacles: readonly string[];
  /** What would be wrong with what is set, beside what stays. */
  readonly flaws: readonly string[];
}

/**
 * Holds a new identity against what its region has. Nothing that is there is replaced unless
 * `request` says so, and what is set has to be sound together with what stays.
 */
export function planIssue(
  present: HeldIdentity,
  fresh: RegionIdentity,
  request: IssueRequest,
): IssuePlan {
  const { region, settings: old } = present;
  const { force, keepSound, now } = request;
  const all = settingsOf(fresh);

  const there = request.parts.filter((part) => has(old, part));
  const kept =
    keepSound && !force ? there.filter((part) => isCurrent(part, present, all, now)) : [];
  const outlived = keepSound ? there.filter((part) => isOutlived(part, present, now)) : [];
  const inTheWay = force ? [] : there.filter((part) => ![...kept, ...outlived].includes(part));
  const set = request.parts.filter((part) => ![...kept, ...inTheWay].includes(part));
  const takenUsers = clientsIn(old).filter(({ user }) =>
    fresh.cockroach.clients.some((client) => client.user === user),
  );

  const settings = {
    ...pick(
      all,
      set.flatMap((part) => settingsOfPart[part]),
    ),
    ...(fresh.cockroach.clients.length > 0 &&
      clientSettings(withClients(clientsIn(old), fresh.cockroach.clients))),
  };
  const obstacles = [
    ...inTheWay.flatMap((part) => describePart(part, present, now)),
    ...(force
      ? []
      : takenUsers.map(({ certificate }) => `has ${describeCertificate(certificate)}`)),
  ];
  const after = { ...present, settings: { ...old, ...settings } };
  const named = (lines: readonly string[]): string[] => lines.map((line) => `${region}: ${line}`);
  return {
    ...{ region, settings, kept },
    obstacles: named(obstacles),
    flaws: named(flawsOf(after, set, now)),
  };
}

const has = (settings: IdentitySettings, part: Part): boolean =>
  settingsOfPart[part].some((key) => settings[key] !== undefined);

/** True if a part is whole and sound, and goes with what the authority has everybody believe now. */
function isCurrent(part: Part, present: HeldIdentity, fresh: IdentitySettings, now: Date): boolean {
  const { settings } = present;
  const bundles = pick(fresh, ["trustRoots", "cockroachCa"]);
  const beside = { ...present, settings: { ...settings, ...bundles } };
  return (
    settingsOfPart[part].every((key) => settings[key] !== undefined) &&
    heldAs([part], beside, now).every(({ problems }) => problems.length === 0) &&
    settingsOfPart[part].every(
      (key) =>
        (key !== "trustRoots" && key !== "cockroachCa") ||
        sameCertificates(settings[key], bundles[key]),
    )
  );
}

const heldAs = (parts: readonly Part[], identity: HeldIdentity, now: Date): HeldCertificate[] =>
  heldCertificates(identity, now).filter(({ part }) => parts.some((wanted) => wanted === part));

/** True for an administrator's certificate that is as it was made, but for its short life. */
const isOutlived = (part: Part, present: HeldIdentity, now: Date): boolean =>
  part === "cockroach-root" &&
  heldAs([part], present, now).every(
    ({ certificate = "", problems }) =>
      problems.length === 1 && problems[0] === expiryProblem(certificate, now),
  );

const expiryProblem = (pem: string, now: Date): string | undefined =>
  (certificatesIn(pem) ?? []).map((certificate) => validityProblem(certificate, now))[0];

/** What stays may be another authority's. */
const flawsOf = (after: HeldIdentity, set: readonly Part[], now: Date): string[] => {
  const withClients = heldCertificates(after, now).filter(
    ({ part }) => part === "cockroach-client",
  );
  return [...heldAs(set, after, now), ...withClients].flatMap(({ setting, problems }) =>
    problems.map((problem) => `${setting} would be ${problem}`),
  );
};

function describePart(part: Part, present: HeldIdentity, now: Date): string[] {
  const held = heldAs([part], present, now);
  const certificates = held.flatMap(({ setting, certificate, problems }) =>
    certificate === undefined
      ? []
      : [`${setting} is ${[describeCertificate(certificate), ...problems].join("; ")}`],
  );
  const incomplete = settingsOfPart[part].filter((key) => present.settings[key] !== undefined);
  return certificates.length > 0 ? certificates : [`${incomplete.join(", ")} without the rest`];
}

/** Subject, serial number, fingerprint and end of a certificate, in one line. */
export function describeCertificate(pem: string): string {
  const facts = certificateFacts(pem);
  if (facts === undefined) return "no certificate that can be read";
  return (
    `${facts.subject}, serial ${facts.serial}, SHA-256 ${facts.fingerprintSha256}, ` +
    `until ${instantText(facts.notAfter)}`
  );
}

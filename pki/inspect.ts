import { type CertificateFacts, certificateFacts } from "./certificate-facts";
import { type HeldCertificate, heldCertificates, type HeldIdentity } from "./held-certificates";
import { isTrusted, keyMatches } from "./verify";
import { instantText } from "./x509/validity";

/** How a certificate stands. `renew`: it ends soon, or has ended where that breaks nothing yet. */
export type Standing = "fine" | "renew" | "wrong";

/** One certificate of a region, looked at from all sides; nothing of it is secret. */
export interface Inspected extends Pick<HeldCertificate, "part" | "setting"> {
  readonly region: string;
  /** Absent if there is no certificate that can be read. */
  readonly facts?: CertificateFacts;
  /** Whole days; negative once it has expired. */
  readonly daysLeft?: number;
  /** Absent for what has no key here. */
  readonly keyMatches?: boolean;
  /** Whether a chain leads to what the region believes; absent where that is others' to judge. */
  readonly verifies?: boolean;
  readonly standing: Standing;
  /** Ends of sentences that begin with the certificate. */
  readonly remarks: readonly string[];
}

export interface InspectOptions {
  readonly now: Date;
  /** What expires within so many days is to be renewed. */
  readonly warnDays: number;
}

const DAY_MS = 86_400_000;

/** Everything that regions have, and whether they believe each other. */
export function inspectRegions(
  regions: readonly HeldIdentity[],
  options: InspectOptions,
): Inspected[] {
  return regions.flatMap((one) => {
    const strange = regions
      .filter((other) => !believes(other, one, options.now))
      .map(({ region }) => `not believed by ${region}, whose trustRoots lack its root`);
    return heldCertificates(one, options.now).map((held) =>
      inspected(one.region, held, held.part === "mesh" ? strange : [], options),
    );
  });
}

/** The worst of them; `fine` if there are none. */
export const worst = (all: readonly Inspected[]): Standing =>
  (["wrong", "renew"] as const).find((standing) => all.some((one) => one.standing === standing)) ??
  "fine";

/** What a region has not got yet, or disbelieves itself, is told of that region. */
function believes(one: HeldIdentity, other: HeldIdentity, now: Date): boolean {
  const { trustRoots } = one.settings;
  const { meshCaCertificate, trustRoots: own } = other.settings;
  if (trustRoots === undefined || meshCaCertificate === undefined || own === undefined) return true;
  return !isTrusted(meshCaCertificate, own, now) || isTrusted(meshCaCertificate, trustRoots, now);
}

function inspected(
  region: string,
  { part, setting, certificate, key, roots, problems }: HeldCertificate,
  strange: readonly string[],
  { now, warnDays }: InspectOptions,
): Inspected {
  const facts = certificate === undefined ? undefined : certificateFacts(certificate);
  const expired = facts !== undefined && now > facts.notAfter;
  const expiry = facts && `expired since ${instantText(facts.notAfter)}`;
  // The administrator's is needed by the next migration only, and CAs are believed in pairs.
  const mayExpire = part === "cockroach-root" || part === "roots";
  const wrong = [...problems, ...strange].filter((text) => !(mayExpire && text === expiry));
  const ending = facts !== undefined && endsSoon(facts, now, warnDays);
  const remarks = [...wrong, ...(expired && mayExpire && expiry !== undefined ? [expiry] : [])];
  return {
    ...{ region, part, setting, remarks },
    standing: wrong.length > 0 ? "wrong" : expired || ending ? "renew" : "fine",
    ...(facts && { facts, daysLeft: Math.floor((+facts.notAfter - +now) / DAY_MS) }),
    ...(certificate !== undefined && {
      ...(key && { keyMatches: keyMatches(certificate, key.reveal()) }),
      ...(roots !== undefined && { verifies: isTrusted(certificate, roots, now) }),
    }),
  };
}

/** What never lasts as long as the warning's days is not warned of all its life. */
const endsSoon = (
  { notBefore, notAfter }: CertificateFacts,
  now: Date,
  warnDays: number,
): boolean => {
  const warnMs = warnDays * DAY_MS;
  return +notAfter - +notBefore > warnMs && +notAfter - +now < warnMs;
};

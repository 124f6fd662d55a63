import { OperatorError } from "../config/operator-error";
import { type Authority, type AuthorityCa, newCa, type Rotation, trustedBy } from "./authority";
import { clientsIn } from "./cockroach-clients";
import { issueCockroach, issueLab, issueMesh, type MeshOptions } from "./identity";
import {
  cockroachSettings,
  type IdentitySettings,
  meshSettings,
  publicSettings,
} from "./identity-settings";
import type { RegionChange } from "./identity-store";
import type { HeldIdentity } from "./held-certificates";
import { isTrusted } from "./verify";
import { bundle, sameCertificates } from "./x509/pem";

/** A CA is replaced in three steps; each is deployed everywhere before the next. */
export const rotationSteps = ["begin", "switch", "finish"] as const;
export type RotationStep = (typeof rotationSteps)[number];

/** What a step comes to. */
export interface RotationResult {
  readonly authority: Authority;
  readonly changes: readonly RegionChange[];
}

/** Where regions keep what comes from one of the authority's CAs. */
interface Place {
  /** What the command calls it. */
  readonly name: string;
  /** The setting with what is believed. */
  readonly bundle: "trustRoots" | "cockroachCa";
  /** The setting with what has to be signed by it; others follow. */
  readonly signed: "meshCaCertificate" | "cockroachNodeCertificate";
}

export const places: Readonly<Record<AuthorityCa, Place>> = {
  meshRoot: { name: "root", bundle: "trustRoots", signed: "meshCaCertificate" },
  cockroachCa: {
    name: "cockroach-ca",
    bundle: "cockroachCa",
    signed: "cockroachNodeCertificate",
  },
};

/**
 * Decides one step. Each step may be taken again: what it finds done, it leaves.
 *
 * @param regions every region there is: a step that misses one would cut it off.
 * @throws OperatorError if it is not this step's turn, or if the one before has not reached all.
 */
export async function rotationStep(
  step: RotationStep,
  which: AuthorityCa,
  authority: Authority,
  regions: readonly HeldIdentity[],
  now: Date,
): Promise<RotationResult> {
  switch (step) {
    case "begin":
      return begin(which, authority, regions, now);
    case "switch":
      return switchOver(which, authority, regions, now);
    case "finish":
      return finish(which, authority, regions, now);
  }
}

async function begin(
  which: AuthorityCa,
  authority: Authority,
  regions: readonly HeldIdentity[],
  now: Date,
): Promise<RotationResult> {
  const rotation = authority[which];
  if (rotation.phase === "switched") throw wrongTurn(which, "begin", "finish");
  const begun: Rotation =
    rotation.phase === "steady"
      ? { phase: "begun", old: rotation.current, new: await newCa(which, authority.meshId, now) }
      : rotation;
  const before = bundle([begun.old.certificate]);
  const after = trustedBy(begun);
  requireBundle(which, regions, [before, after], "is not this authority's");
  return {
    authority: { ...authority, [which]: begun },
    changes: bundleChanges(which, regions, after),
  };
}

async function switchOver(
  which: AuthorityCa,
  authority: Authority,
  regions: readonly HeldIdentity[],
  now: Date,
): Promise<RotationResult> {
  const rotation = authority[which];
  if (rotation.phase === "steady") throw wrongTurn(which, "switch", "begin");
  requireBundle(which, regions, [trustedBy(rotation)], "does not hold both yet: take --step begin");
  const switched: Authority = { ...authority, [which]: { ...rotation, phase: "switched" } };
  const changes: RegionChange[] = [];
  for (const present of regions) {
    if (isSignedBy(which, present, rotation.new.certificate, now)) continue;
    changes.push({
      region: present.region,
      settings: await reissued(which, switched, present, now),
    });
  }
  return { authority: switched, changes };
}

function finish(
  which: AuthorityCa,
  authority: Authority,
  regions: readonly HeldIdentity[],
  now: Date,
): RotationResult {
  const rotation = authority[which];
  if (rotation.phase === "begun") throw wrongTurn(which, "finish", "switch");
  const current = rotation.phase === "steady" ? rotation.current : rotation.new;
  const after = bundle([current.certificate]);
  requireBundle(which, regions, [trustedBy(rotation), after], "is not this authority's");
  const behind = regions.filter((one) => !isSignedBy(which, one, current.certificate, now));
  if (behind.length > 0) {
    throw notReached(
      which,
      behind,
      `${places[which].signed} is still the old one's: take --step switch`,
    );
  }
  return {
    authority: { ...authority, [which]: { phase: "steady", current } },
    changes: bundleChanges(which, regions, after),
  };
}

/**
 * A new mesh CA for one region, under the root that signs now.
 *
 * @throws OperatorError if the region has none yet, or believes another authority.
 */
export async function rotatedMeshCa(
  authority: Authority,
  present: HeldIdentity,
  options: MeshOptions,
): Promise<RegionChange> {
  requireBundle("meshRoot", [present], [trustedBy(authority.meshRoot)], "is not this authority's");
  const { region } = present;
  return { region, settings: meshSettings(await issueMesh(authority, region, options)) };
}

/** Everything of a region that the replaced CA had signed, anew. */
async function reissued(
  which: AuthorityCa,
  authority: Authority,
  { region, settings, hosts }: HeldIdentity,
  now: Date,
): Promise<IdentitySettings> {
  if (which === "cockroachCa") {
    const clients = clientsIn(settings).map(({ user }) => user);
    return cockroachSettings(await issueCockroach(authority, region, { now, clients }));
  }
  return {
    ...meshSettings(await issueMesh(authority, region, { now })),
    ...(isLab(authority, settings, now) &&
      publicSettings(await issueLab(authority, region, { now, publicHosts: hosts }))),
  };
}

/** True if the region's public certificate is one that this authority made for a lab. */
const isLab = (
  { meshRoot }: Authority,
  { publicCertificatePem: certificate }: IdentitySettings,
  now: Date,
): boolean => certificate !== undefined && isTrusted(certificate, trustedBy(meshRoot), now);

const isSignedBy = (
  which: AuthorityCa,
  { settings }: HeldIdentity,
  ca: string,
  now: Date,
): boolean => isTrusted(settings[places[which].signed] ?? "", ca, now);

const bundleChanges = (
  which: AuthorityCa,
  regions: readonly HeldIdentity[],
  after: string,
): RegionChange[] =>
  regions
    .filter(({ settings }) => !sameCertificates(settings[places[which].bundle], after))
    .map(({ region }) => ({ region, settings: { [places[which].bundle]: after } }));

function requireBundle(
  which: AuthorityCa,
  regions: readonly HeldIdentity[],
  allowed: readonly string[],
  otherwise: string,
): void {
  const { bundle: setting, signed } = places[which];
  const strange = regions.filter(
    ({ settings }) =>
      settings[signed] === undefined ||
      !allowed.some((pem) => sameCertificates(settings[setting], pem)),
  );
  if (strange.length > 0) throw notReached(which, strange, `${setting} ${otherwise}`);
}

function notReached(
  which: AuthorityCa,
  regions: readonly HeldIdentity[],
  how: string,
): OperatorError {
  const { signed } = places[which];
  const lines = regions.map(({ region, settings }) =>
    settings[signed] === undefined
      ? `  ${region} has no ${signed}: \`nephoran pki issue ${region}\` gives it one.`
      : `  ${region}: its ${how}.`,
  );
  return new OperatorError(`Nothing was changed:\n${lines.join("\n")}`);
}

const wrongTurn = (which: AuthorityCa, asked: RotationStep, due: RotationStep): OperatorError =>
  new OperatorError(
    `Nothing was changed: it is not the turn of --step ${asked} for the ${places[which].name}. ` +
      `The next is \`nephoran pki rotate ${places[which].name} --step ${due}\`.`,
  );

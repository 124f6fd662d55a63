import type { SecretText } from "../config/secret-text";
import { clientsIn } from "./cockroach-clients";
import type { IdentitySettings, Part, PlainKey } from "./identity-settings";
import {
  cockroachClientProblems,
  cockroachNodeProblems,
  meshCaProblems,
  publicCertificateProblems,
} from "./verify";
import { certificatePem, certificatesIn } from "./x509/pem";

/** A region as its settings have it. */
export interface HeldIdentity {
  readonly region: string;
  readonly settings: IdentitySettings;
  /** Its public hosts. */
  readonly hosts: readonly string[];
}

/** One certificate that a region holds. */
export interface HeldCertificate {
  /** `roots`: what the region believes; the others: what it proves itself by. */
  readonly part: Part | "roots" | "cockroach-client";
  readonly setting: PlainKey;
  /** PEM; undefined: there is none. */
  readonly certificate: string | undefined;
  readonly key?: SecretText;
  /** What it has to be verified by; absent: that is others' to judge. */
  readonly roots?: string;
  /** What is wrong with it, as ends of sentences that begin with it. */
  readonly problems: readonly string[];
}

type Judge = (given: {
  readonly certificate: string | undefined;
  readonly key?: string;
  readonly roots: string | undefined;
  readonly now: Date;
}) => string[];

/** The CA of the region's mesh, even if it is missing, and whatever else there is. */
export function heldCertificates(
  { region, settings, hosts }: HeldIdentity,
  now: Date,
): HeldCertificate[] {
  const { trustRoots, cockroachCa } = settings;
  const hold = (
    part: HeldCertificate["part"],
    setting: PlainKey,
    key: SecretText | undefined,
    roots: string | undefined,
    judge: Judge,
    certificate = settings[setting],
  ): HeldCertificate => {
    const lonely = certificate !== undefined && key === undefined ? ["without its key"] : [];
    const given = { certificate, ...(key && { key: key.reveal() }), roots, now };
    return {
      ...{ part, setting, certificate, problems: [...judge(given), ...lonely] },
      ...(key && { key }),
      ...(roots !== undefined && { roots }),
    };
  };

  const mesh = hold("mesh", "meshCaCertificate", settings.meshCaKey, trustRoots, (given) =>
    meshCaProblems({ ...given, region }),
  );
  const node = hold(
    "cockroach-node",
    "cockroachNodeCertificate",
    settings.cockroachNodeKey,
    cockroachCa,
    (given) => cockroachNodeProblems({ ...given, region }),
  );
  const root = hold(
    "cockroach-root",
    "cockroachRootCertificate",
    settings.cockroachRootKey,
    cockroachCa,
    (given) => cockroachClientProblems({ ...given, user: "root" }),
  );
  const shown = hold(
    "public",
    "publicCertificatePem",
    settings.publicCertificateKey,
    undefined,
    (given) => publicCertificateProblems({ ...given, hosts }),
  );
  const clients = clientsIn(settings).map(({ user, key, certificate }) =>
    hold(
      "cockroach-client",
      "cockroachClientCertificates",
      key,
      cockroachCa,
      (given) => cockroachClientProblems({ ...given, user }),
      certificate,
    ),
  );

  return [
    mesh,
    ...believed("trustRoots", settings),
    ...believed("cockroachCa", settings),
    ...[node, root, ...clients, shown].filter(({ certificate }) => certificate !== undefined),
  ];
}

/** Each CA that the region believes. */
const believed = (
  setting: "trustRoots" | "cockroachCa",
  settings: IdentitySettings,
): HeldCertificate[] =>
  (certificatesIn(settings[setting] ?? "") ?? []).map(({ raw }) => ({
    part: "roots",
    setting,
    certificate: certificatePem(raw),
    problems: [],
  }));

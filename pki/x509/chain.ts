import type { X509Certificate } from "node:crypto";
import { subjectText } from "./distinguished-name";
import { type Extensions, extensionsOf } from "./extensions";
import { refusal } from "./name-constraints";
import { validityProblem } from "./validity";

/** A certificate, and what it may be verified by. */
export interface ChainQuestion {
  readonly certificate: X509Certificate;
  /** CAs that may stand between it and a root. */
  readonly intermediates?: readonly X509Certificate[];
  readonly roots: readonly X509Certificate[];
  readonly now: Date;
}

/** More CAs than this in one chain are nobody's. */
const LONGEST_CHAIN = 6;

/**
 * Why no chain leads from `certificate` to one of `roots`, or undefined if one does: signatures,
 * times, path lengths and name constraints, by RFC 5280. What is not understood is refused.
 */
export function chainProblem(question: ChainQuestion): string | undefined {
  const chains = chainsFrom([question.certificate], question);
  const problems = chains.map((chain) => problemOfChain(chain, question.now));
  if (problems.length === 0) return `not signed by ${nameAll(question.roots)}`;
  return problems.includes(undefined) ? undefined : problems[0];
}

type Chain = readonly [X509Certificate, ...X509Certificate[]];

function chainsFrom(
  chain: Chain,
  cas: Pick<ChainQuestion, "intermediates" | "roots">,
): readonly Chain[] {
  const { intermediates = [], roots } = cas;
  const last = chain.at(-1) ?? chain[0];
  if (roots.some((root) => same(root, last))) return [chain];
  if (chain.length === LONGEST_CHAIN) return [];
  return [...roots, ...intermediates]
    .filter((issuer) => !chain.some((member) => same(member, issuer)) && signed(issuer, last))
    .flatMap((issuer) => chainsFrom([...chain, issuer], cas));
}

const same = (one: X509Certificate, other: X509Certificate): boolean =>
  one.fingerprint256 === other.fingerprint256;

const signed = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

function problemOfChain(chain: Chain, now: Date): string | undefined {
  const links = chain.map((certificate) => ({
    certificate,
    extensions: extensionsOf(certificate),
  }));
  for (const [depth, { certificate, extensions }] of links.entries()) {
    const who = depth === 0 ? "" : `its CA ${subjectText(certificate)} is `;
    const outOfTime = validityProblem(certificate, now);
    if (outOfTime !== undefined) return `${who}${outOfTime}`;
    if (extensions === undefined) return `${who}not readable`;
    if (extensions.unknownCritical.length > 0) return `${who}more than this version understands`;
    if (depth === 0) continue;
    const below = links.slice(0, depth);
    // Between this CA and the leaf stand all but the leaf.
    const problem = problemOfCa(extensions, below.length - 1, below);
    if (problem !== undefined) return `not to be signed by ${subjectText(certificate)}: ${problem}`;
  }
  return undefined;
}

interface Link {
  readonly extensions: Extensions | undefined;
}

function problemOfCa(
  { ca, nameConstraints }: Extensions,
  between: number,
  below: readonly Link[],
): string | undefined {
  if (ca === undefined) return "it is no CA";
  if (between > ca.pathLength) return `it allows ${ca.pathLength} CAs below itself`;
  if (nameConstraints === undefined) return undefined;
  return below
    .flatMap(({ extensions }) => extensions?.names ?? [])
    .map((name) => refusal(nameConstraints, name))
    .find((problem) => problem !== undefined);
}

const nameAll = (certificates: readonly X509Certificate[]): string =>
  certificates.length === 0
    ? "any root: there is none"
    : certificates.map(subjectText).join(" or ");

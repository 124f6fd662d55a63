import { findVersion, isWithin, rangeText, versionText } from "../../sandbox/toolchain/version";
import type { ProgramResult } from "../programs";
import type { Finding } from "./finding";

/** A program that a deployment runs, and how it says its version. */
export interface NeededProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly atLeast: string;
  readonly install: string;
}

/** Releases that this one has been tested with, or the earliest that has what is used. */
export const neededPrograms: readonly NeededProgram[] = [
  {
    program: "pulumi",
    args: ["version"],
    atLeast: "3.215.0",
    install: "https://www.pulumi.com/docs/install",
  },
  {
    program: "kubectl",
    args: ["version", "--client"],
    atLeast: "1.33.0",
    install: "https://kubernetes.io/docs/tasks/tools",
  },
  {
    program: "helm",
    args: ["version", "--short"],
    atLeast: "3.14.0",
    install: "https://helm.sh/docs/intro/install",
  },
];

/** Oldest Node that the program runs on: `engines` in package.json. */
const NODE_AT_LEAST = "20.19.0";

/** Judges what a program said of itself. */
export function programFinding(
  { program, args, atLeast, install }: NeededProgram,
  result: ProgramResult,
): Finding {
  if (result.ended === "absent") {
    const next = `install ${rangeText({ atLeast })} from ${install}`;
    return { what: program, state: "missing", detail: "not on the PATH", next };
  }
  const version = result.ended === "exit" ? findVersion(result.output) : undefined;
  if (version === undefined) {
    const next = `see what \`${[program, ...args].join(" ")}\` says`;
    return { what: program, state: "unknown", detail: "does not say its version", next };
  }
  return versionFinding(program, version, atLeast, install);
}

/** Judges the Node that runs this. */
export const nodeFinding = (version: string): Finding =>
  versionFinding("node", findVersion(version) ?? [0, 0, 0], NODE_AT_LEAST, "https://nodejs.org");

function versionFinding(
  what: string,
  version: NonNullable<ReturnType<typeof findVersion>>,
  atLeast: string,
  install: string,
): Finding {
  const detail = versionText(version);
  if (isWithin(version, { atLeast })) return { what, state: "ok", detail };
  const next = `install ${rangeText({ atLeast })} from ${install}`;
  return { what, state: "missing", detail: `${detail} is too old`, next };
}

import { Command, InvalidArgumentError } from "commander";
import type { Project } from "../../config/files";
import { OperatorError } from "../../config/operator-error";
import { audit, residencyChecks } from "../../state/residency-audit";
import type { Finding, ResidencyCheck } from "../../state/residency/check";
import { globalExpectation, zoneExpectations } from "../../state/residency/expectation";
import { globalChecks } from "../../state/residency/placement-checks";
import { withProject } from "../deploy/options";
import type { Outside } from "./outside";
import { type AddressOptions, storeAddress } from "./store-address";

interface Options extends AddressOptions {
  readonly project: string;
  readonly zone?: string;
  readonly json?: true;
}

const CONFORMS = 0;
const VIOLATED = 1;
const NOT_DONE = 2;

/** Looks into the state store whether residency holds there. */
export const residencyCommand = (outside: Outside): Command =>
  withProject(new Command("residency"))
    .description(
      "Ask a running CockroachDB whether what is bound to a residency zone is in the zone and nowhere " +
        "else: regions, placement, leaseholders, replicas, keys, histograms, logins, rights, backups. " +
        "Exits with 1 if anything is not as promised, with 2 if it could not be found out.",
    )
    .option("--url <url>", "the state store, as postgresql://USER@HOST:PORT/?sslmode=verify-full&…")
    .option("--host <host>", "the state store, as HOST or HOST:PORT")
    .option(
      "--certs-dir <dir>",
      "with --host: folder with ca.crt, client.USER.crt, client.USER.key",
    )
    .option("--user <name>", "with --host: who asks; it has to see the whole cluster", "root")
    .option("--zone <name>", "only this residency zone")
    .option("--timeout-seconds <n>", "bound of the connection and of each question", seconds, 30)
    .option("--json", "one JSON object a line, for each finding")
    // Arguments that are not understood are no violation.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? CONFORMS : NOT_DONE))
    .action(async (options: Options) => {
      try {
        const checks = checksOf(outside.project(options.project), options.zone);
        const findings = await findingsOf(checks, options, outside);
        for (const line of options.json ? findings.map(jsonLine) : report(findings)) {
          outside.print(line);
        }
        process.exitCode = findings.every(({ conforms }) => conforms) ? CONFORMS : VIOLATED;
      } catch (error) {
        process.exitCode = NOT_DONE;
        throw error;
      }
    });

async function findingsOf(
  checks: readonly ResidencyCheck[],
  options: Options,
  outside: Outside,
): Promise<Finding[]> {
  const store = await outside.open(storeAddress(options));
  try {
    return await audit(checks, store);
  } finally {
    await store.close();
  }
}

/** What is asked: the database of all regions, then each zone that is meant. */
function checksOf({ topology, stacks }: Project, only: string | undefined): ResidencyCheck[] {
  const zones = zoneExpectations(topology, (name) =>
    stacks.find(({ region }) => region.name === name),
  );
  const chosen = zones.filter(({ zone }) => only === undefined || zone === only);
  if (chosen.length === 0) {
    const known = zones.length === 0 ? "none" : zones.map(({ zone }) => zone).join(", ");
    throw new OperatorError(
      `There is no residency zone ${only ?? "to ask for"} with a region. The topology has ${known}.`,
    );
  }
  return [...globalChecks(globalExpectation(topology)), ...chosen.flatMap(residencyChecks)];
}

const jsonLine = (finding: Finding): string => JSON.stringify(finding);

/** What is wrong, each with what was expected and found; then how many things were looked at. */
export function report(findings: readonly Finding[]): string[] {
  const wrong = findings.filter(({ conforms }) => !conforms);
  const right = findings.length - wrong.length;
  return [
    ...wrong.flatMap(({ check, subject, expected, found }) => [
      `violated  ${check}: ${subject}`,
      `          expected: ${expected}`,
      `          found:    ${found}`,
    ]),
    `${findings.length} findings: ${right} as promised, ${wrong.length} not.`,
  ];
}

function seconds(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A whole number of seconds from 1 on is wanted.");
}

import { Command } from "commander";
import type { HeldIdentity } from "../../pki/held-certificates";
import { type Inspected, inspectRegions, type Standing, worst } from "../../pki/inspect";
import { instantText } from "../../pki/x509/validity";
import { days, withProject } from "./options";
import type { Outside } from "./outside";
import { chosenRegions, regionsOf } from "./project";

interface Options {
  readonly project: string;
  readonly warnDays: number;
  readonly json?: true;
}

/** Wrong comes first: what is wrong stays wrong, whatever else runs out. */
const exitCodes: Readonly<Record<Standing, number>> = { fine: 0, wrong: 1, renew: 2 };

/** Tells what regions have. */
export const inspectCommand = (outside: Outside): Command =>
  withProject(new Command("inspect"))
    .description(
      "What every region has: whose it is, until when, whether key and certificate belong " +
        "together, and whether the regions believe each other. Exits with 1 if something is wrong, " +
        "else with 2 if something is to be renewed.",
    )
    .argument("[regions...]", "only these")
    .option("--warn-days <days>", "what ends within so many days is to be renewed", days, 30)
    .option("--json", "one JSON object a line for each certificate")
    .action(async (names: string[], { project, warnDays, json }: Options) => {
      const all = regionsOf(project);
      const stacks = outside.stacks(project);
      const held: HeldIdentity[] = [];
      for (const { region, hosts } of names.length === 0 ? all : chosenRegions(all, names)) {
        held.push({ region, hosts, settings: await stacks.read(region) });
      }
      const inspected = inspectRegions(held, { now: outside.now(), warnDays });
      for (const one of inspected) {
        for (const line of json ? [jsonLine(one)] : lines(one)) outside.print(line);
      }
      process.exitCode = exitCodes[worst(inspected)];
    });

const jsonLine = ({ facts, ...rest }: Inspected): string => JSON.stringify({ ...rest, ...facts });

function lines({ region, setting, standing, remarks, ...one }: Inspected): string[] {
  const { facts, daysLeft } = one;
  const title = `${standing.padEnd(5)}  ${region}  ${setting}`;
  const said = remarks.map((text) => `         ${text}`);
  if (facts === undefined || daysLeft === undefined) return [title, ...said];
  const details = [
    ["subject", facts.subject],
    ["issuer", facts.issuer],
    ["serial", facts.serial],
    ["SHA-256", facts.fingerprintSha256],
    ["until", `${instantText(facts.notAfter)}, ${daysLeft} days`],
    ["confined to", facts.nameConstraints],
    ["names", facts.names.length === 0 ? undefined : facts.names.join(", ")],
    ["key", answer(one.keyMatches, "belongs to it", "belongs to another certificate")],
    ["chain", answer(one.verifies, "leads to what is believed", "leads nowhere")],
  ] as const;
  return [
    title,
    ...said,
    ...details.flatMap(([name, value]) =>
      value === undefined ? [] : [`         ${name.padEnd(12)} ${value}`],
    ),
  ];
}

const answer = (value: boolean | undefined, yes: string, no: string): string | undefined =>
  value === undefined ? undefined : value ? yes : no;

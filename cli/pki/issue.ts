import { Command } from "commander";
import { OperatorError } from "../../config/operator-error";
import { readAuthority } from "../../pki/authority-folder";
import { type Part, parts } from "../../pki/identity-settings";
import { issueAll } from "../../pki/issue";
import type { IssuePlan } from "../../pki/issue-plan";
import { lifetimeDays } from "../../pki/profiles";
import {
  type AuthorityOptions,
  type Choice,
  choice,
  choices,
  days,
  sqlUser,
  withAuthority,
  withProject,
} from "./options";
import type { Outside } from "./outside";
import { presentPassphrase } from "./passphrase";
import { chosenRegions, regionsOf } from "./project";
import { certificateLines, setCertificates } from "./report";

interface Options extends AuthorityOptions {
  readonly project: string;
  readonly all?: true;
  readonly only?: readonly Choice[];
  readonly public?: true;
  readonly client?: readonly string[];
  readonly days: number;
  readonly force?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Gives regions what they prove themselves by. */
export const issueCommand = (outside: Outside): Command =>
  withProject(withAuthority(new Command("issue")))
    .description(
      "Issue the identities of regions and write them into their stacks' configuration, keys " +
        "encrypted. All stacks are read and encrypted for before the first file changes.",
    )
    .argument("[regions...]", "names of regions")
    .option("--all", "all regions; those that have sound identities keep them")
    .option("--only <part>", `this part alone, repeatable: ${choices.join(", ")}`, choice)
    .option(
      "--public",
      "also a certificate of the public hosts, which no browser believes: for labs",
    )
    .option("--client <user>", "also a user of CockroachDB; repeatable", sqlUser)
    .option("--days <days>", "lifetime of a region's mesh CA", days, lifetimeDays.meshCa)
    .option("--force", "replace what is there")
    .option("--dry-run", "say what would be set, and set nothing")
    .option("--json", "one JSON object a line for each certificate")
    .action(async (names: string[], options: Options) => {
      const all = regionsOf(options.project);
      if (names.length === 0 && options.all !== true) {
        throw new OperatorError("For which regions? Name them, or say --all.");
      }
      const regions = options.all === true ? all : chosenRegions(all, names);
      const { authority } = await readAuthority(options.authority, () =>
        presentPassphrase(options.passphraseFile, outside),
      );
      const plans = await issueAll(authority, regions, outside.stacks(options.project), {
        parts: chosenParts(options),
        clients: options.client ?? [],
        meshCaDays: options.days,
        force: options.force === true,
        // Whoever wants something besides does not want the rest anew.
        keepSound: [options.all, options.public, options.client].some((it) => it !== undefined),
        dryRun: options.dryRun === true,
        now: outside.now(),
      });
      for (const plan of plans) {
        for (const line of planLines(plan, options)) outside.print(line);
      }
      if (options.dryRun !== true) {
        const changed = plans.filter(({ settings }) => Object.keys(settings).length > 0);
        const stacks = changed.map(({ region }) => `\`pulumi up --stack ${region}\``).join(", ");
        outside.tell(`Next: ${stacks}.`);
      }
    });

function chosenParts({ only, public: lab }: Options): Part[] {
  const asked = only ?? (["mesh", "cockroach-node", "cockroach-root"] as const);
  return parts.filter((part) => asked.includes(part) || (part === "public" && lab === true));
}

function planLines({ region, settings, kept }: IssuePlan, { dryRun, json }: Options): string[] {
  const certificates = setCertificates(region, settings);
  const action = dryRun === true ? "would set" : "set";
  if (json === true) {
    return [
      ...certificates.map(({ serial, fingerprintSha256, ...rest }) =>
        // What a dry run issues is thrown away.
        JSON.stringify({ ...rest, action, ...(dryRun !== true && { serial, fingerprintSha256 }) }),
      ),
      ...kept.map((part) => JSON.stringify({ region, part, action: "kept" })),
    ];
  }
  return [
    region,
    ...(dryRun === true
      ? Object.keys(settings).map((key) => `  would set ${key}`)
      : certificates.flatMap(certificateLines)),
    ...kept.map((part) => `  ${part} is sound and stays as it is`),
  ];
}

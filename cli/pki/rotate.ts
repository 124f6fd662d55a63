import { Command, Option } from "commander";
import { OperatorError } from "../../config/operator-error";
import type { AuthorityCa } from "../../pki/authority";
import { readAuthority, writeAuthority } from "../../pki/authority-folder";
import type { RegionChange } from "../../pki/identity-store";
import { lifetimeDays } from "../../pki/profiles";
import { rotateCa, rotateRegions } from "../../pki/rotate";
import { rotationSteps, type RotationStep } from "../../pki/rotation";
import { type AuthorityOptions, days, withAuthority, withProject } from "./options";
import type { Outside } from "./outside";
import { presentPassphrase } from "./passphrase";
import { chosenRegions, regionsOf } from "./project";
import { certificateLines, setCertificates } from "./report";
import { nextAfter } from "./rotation-advice";

interface Options extends AuthorityOptions {
  readonly project: string;
  readonly step?: RotationStep;
  readonly days: number;
  readonly dryRun?: true;
  readonly json?: true;
}

const cas: Readonly<Record<string, AuthorityCa>> = {
  root: "meshRoot",
  "cockroach-ca": "cockroachCa",
};

/** Replaces CAs while everything goes on. */
export const rotateCommand = (outside: Outside): Command =>
  withProject(withAuthority(new Command("rotate")))
    .description(
      "Replace the mesh CA of regions under the same root; or the root itself, or the CA of " +
        "CockroachDB, in three steps with a deployment of all regions after each.",
    )
    .argument("<what...>", "regions; or root; or cockroach-ca")
    .addOption(
      new Option("--step <step>", "which step, of root and cockroach-ca").choices(rotationSteps),
    )
    .option("--days <days>", "lifetime of a region's new mesh CA", days, lifetimeDays.meshCa)
    .option("--dry-run", "say what would be set, and set nothing")
    .option("--json", "one JSON object a line for each certificate")
    .action(async (words: string[], options: Options) => {
      const ca = words.length === 1 ? cas[words[0] ?? ""] : undefined;
      if (ca === undefined) await rotateNamed(words, options, outside);
      else await rotateStep(ca, words[0] ?? "", options, outside);
    });

async function rotateNamed(
  names: readonly string[],
  options: Options,
  outside: Outside,
): Promise<void> {
  if (options.step !== undefined) {
    throw new OperatorError(
      "A region's mesh CA is replaced at once, without --step: what the old one signed goes on " +
        "being believed. Nothing was changed.",
    );
  }
  const regions = chosenRegions(regionsOf(options.project), names);
  const { authority } = await open(options, outside);
  const dryRun = options.dryRun === true;
  const changes = await rotateRegions(authority, regions, outside.stacks(options.project), {
    ...{ dryRun, now: outside.now(), meshCaDays: options.days },
  });
  report(changes, options, outside);
  if (dryRun) return;
  const stacks = changes.map(({ region }) => `\`pulumi up --stack ${region}\``).join(", ");
  outside.tell(
    `Next: ${stacks}. Certificates of the old CA are believed until they end; if its key was ` +
      "stolen, replace the root too.",
  );
}

async function rotateStep(
  which: AuthorityCa,
  name: string,
  options: Options,
  outside: Outside,
): Promise<void> {
  const { step } = options;
  if (step === undefined) {
    throw new OperatorError(
      `Which step? \`nephoran pki rotate ${name} --step\` takes ${rotationSteps.join(", ")}, in ` +
        "this order, with a deployment of all regions after each. Nothing was changed.",
    );
  }
  const regions = regionsOf(options.project);
  const { authority, protection } = await open(options, outside);
  const { changes } = await rotateCa(
    step,
    which,
    authority,
    regions,
    outside.stacks(options.project),
    {
      now: outside.now(),
      dryRun: options.dryRun === true,
      save: (next) => writeAuthority(options.authority, { authority: next, protection }),
    },
  );
  report(changes, options, outside);
  if (changes.length === 0) outside.tell("Every region has this already; nothing was set.");
  if (options.dryRun !== true) outside.tell(nextAfter(step, which));
}

const open = (options: Options, outside: Outside): ReturnType<typeof readAuthority> =>
  readAuthority(options.authority, () => presentPassphrase(options.passphraseFile, outside));

function report(
  changes: readonly RegionChange[],
  { dryRun, json }: Options,
  outside: Outside,
): void {
  const action = dryRun === true ? "would set" : "set";
  for (const { region, settings } of changes) {
    if (json !== true) outside.print(region);
    if (json !== true && dryRun === true) {
      for (const key of Object.keys(settings)) outside.print(`  would set ${key}`);
      continue;
    }
    for (const { serial, fingerprintSha256, ...rest } of setCertificates(region, settings)) {
      const lines =
        json === true
          ? [JSON.stringify({ ...rest, action, ...(!dryRun && { serial, fingerprintSha256 }) })]
          : certificateLines({ ...rest, serial, fingerprintSha256 });
      for (const line of lines) outside.print(line);
    }
  }
}

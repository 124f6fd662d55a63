import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../config/operator-error";
import { stackFile } from "../config/program-config";
import { settingKey } from "../config/project";
import { SecretText } from "../config/secret-text";
import { readFileIfPresent, writeFileAtomically } from "../sandbox/processes/atomic-file";
import { type IdentitySettings, plainKeys, secretKeys } from "./identity-settings";
import type { IdentityStore, RegionChange } from "./identity-store";

export interface PulumiStoreOptions {
  /** Folder with Pulumi.yaml and the stack files. */
  readonly project: string;
  /** Variables that `pulumi` runs with: how to find it, its backend, its passphrase. */
  readonly variables: Readonly<NodeJS.ProcessEnv>;
  /** Ends whatever runs; no stack has changed then. */
  readonly signal: AbortSignal;
}

/** Longer than this no single `pulumi config` takes, even at a backend far away. */
const TIMEOUT_MS = 60_000;

const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));

/** A stack file, before and after. */
interface Draft {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Identities in stack files, encrypted and decrypted by the `pulumi` on the PATH. */
export class PulumiStore implements IdentityStore {
  constructor(private readonly options: PulumiStoreOptions) {}

  async read(region: string): Promise<IdentitySettings> {
    const printed = await this.pulumi(region, ["config", "--json", "--show-secrets"]);
    const config = configSchema.parse(JSON.parse(printed));
    const found = <Value>(
      keys: readonly string[],
      as: (text: string) => Value,
    ): [string, Value][] =>
      keys.flatMap((key) => {
        const text = config[settingKey(key)]?.value;
        // The engine takes the last line's end off.
        return text === undefined ? [] : [[key, as(`${text}\n`)]];
      });
    return {
      ...Object.fromEntries(found(plainKeys, (text) => text)),
      ...Object.fromEntries(found(secretKeys, (text) => new SecretText(text))),
    };
  }

  /**
   * Every stack file is made anew in a folder aside, and takes its place only when all are there: an
   * interruption, or a stack that cannot encrypt, changes nothing.
   */
  async write(changes: readonly RegionChange[]): Promise<void> {
    const aside = await mkdtemp(join(tmpdir(), "nephoran-pki-"));
    try {
      const drafts: Draft[] = [];
      for (const change of changes) drafts.push(await this.draft(change, aside));
      this.options.signal.throwIfAborted();
      for (const draft of drafts) await requireUnchanged(draft);
      for (const draft of drafts) await putInPlace(draft);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }

  private async draft({ region, settings }: RegionChange, aside: string): Promise<Draft> {
    const file = join(this.options.project, stackFile(region));
    const before = await readFileIfPresent(file);
    const copy = join(aside, stackFile(region));
    if (before !== undefined) await writeFileAtomically(copy, before);
    const inCopy = ["--config-file", copy];

    for (const key of secretKeys) {
      const secret = settings[key];
      if (secret === undefined) continue;
      const args = ["config", "set", "--secret", settingKey(key), ...inCopy];
      // On standard input: arguments are everybody's to read.
      await this.pulumi(region, args, secret.reveal());
    }
    const plain = plainKeys.flatMap((key) => {
      const value = settings[key];
      return value === undefined ? [] : ["--plaintext", `${settingKey(key)}=${value.trimEnd()}`];
    });
    if (plain.length > 0) await this.pulumi(region, ["config", "set-all", ...plain, ...inCopy]);
    return { file, before, after: (await readFileIfPresent(copy)) ?? "" };
  }

  private async pulumi(region: string, args: readonly string[], input = ""): Promise<string> {
    const { project, variables, signal } = this.options;
    signal.throwIfAborted();
    const all = [...args, "--stack", region, "--non-interactive", "--color", "never"];
    return new Promise((resolve, reject) => {
      const child = execFile(
        "pulumi",
        all,
        {
          cwd: project,
          env: { PULUMI_SKIP_UPDATE_CHECK: "true", ...variables },
          signal,
          timeout: TIMEOUT_MS,
          maxBuffer: 64 * 1024 * 1024,
        },
        (error, output, complaint) => {
          if (error === null) resolve(output);
          else if (signal.aborted) reject(signal.reason as Error);
          // The error's own message would repeat the arguments.
          else reject(failure(region, error.code, complaint));
        },
      );
      // It may end before it has read everything, and says itself why.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input);
    });
  }
}

function failure(region: string, code: unknown, complaint: string): OperatorError {
  if (code === "ENOENT") {
    return new OperatorError(
      "No stack was changed: there is no `pulumi` on the PATH, or no folder of the project. Install " +
        "Pulumi, or name the folder with --project.",
    );
  }
  const reason = complaint.trim() || "it did not answer in time";
  const hint = hints.find(([pattern]) => pattern.test(reason))?.[1];
  return new OperatorError(
    `No stack was changed: pulumi cannot read and write the configuration of ${region}:\n` +
      `${reason.replace(/^/gm, "  ")}${hint === undefined ? "" : `\n${hint(region)}`}`,
  );
}

const hints: readonly (readonly [RegExp, (region: string) => string])[] = [
  [/no stack named/, (region) => `\`pulumi stack init ${region}\` makes it.`],
  [
    /passphrase/,
    (region) =>
      `${region} is encrypted with a passphrase: give the right one by PULUMI_CONFIG_PASSPHRASE_FILE.`,
  ],
];

async function requireUnchanged({ file, before }: Draft): Promise<void> {
  if ((await readFileIfPresent(file)) === before) return;
  throw new OperatorError(
    `No stack was changed: somebody else has edited ${file} meanwhile. Run the same command again.`,
  );
}

async function putInPlace({ file, before, after }: Draft): Promise<void> {
  const mode = before === undefined ? 0o644 : (await stat(file)).mode & 0o777;
  await writeFileAtomically(file, after);
  await chmod(file, mode);
}

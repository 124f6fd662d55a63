import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pkiCommand } from "../../../cli/pki/command";
import type { Outside } from "../../../cli/pki/outside";
import { stackFile } from "../../../config/program-config";
import { shippedProject } from "../../shipped-project";
import { MemoryStacks } from "../../pki/memory-stacks";
import { stringify } from "yaml";

export const PASSPHRASE = "a passphrase of this test";

/** What a command has come to. */
export interface Outcome {
  /** Lines of standard output. */
  readonly printed: readonly string[];
  /** Lines that went beside it. */
  readonly told: readonly string[];
  /** The error's message; undefined: it went well. */
  readonly error: string | undefined;
  readonly exitCode: number | undefined;
}

/** An operator in a folder of their own, with the shipped regions and stacks in memory. */
export class Session {
  readonly stacks = new MemoryStacks(shippedProject.topology.regions.map(({ name }) => name));
  now = new Date("2026-03-01T12:00:00Z");
  /** Answers of the person at the terminal, in order; undefined: there is no terminal. */
  answers: string[] | undefined;
  readonly outcomes: Outcome[] = [];

  constructor(private readonly folder: string) {
    mkdirSync(this.project);
    writeFileSync(join(this.project, "Pulumi.yaml"), projectFile());
    for (const { name } of shippedProject.topology.regions) {
      writeFileSync(join(this.project, stackFile(name)), "config: {}\n");
    }
    writeFileSync(this.passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 });
  }

  get project(): string {
    return join(this.folder, "project");
  }

  get authority(): string {
    return join(this.folder, "authority");
  }

  get passphraseFile(): string {
    return join(this.folder, "passphrase");
  }

  /** Runs `nephoran pki WORDS` in the operator's folders. */
  async pki(...words: string[]): Promise<Outcome> {
    const printed: string[] = [];
    const told: string[] = [];
    const { answers } = this;
    const outside: Outside = {
      stacks: () => this.stacks,
      now: () => this.now,
      print: (line) => printed.push(line),
      tell: (line) => told.push(line),
      ...(answers && {
        ask: (question) => {
          told.push(question);
          return Promise.resolve(answers.shift() ?? "");
        },
      }),
    };
    const [verb] = words;
    const places = [
      ...(verb === "inspect" ? [] : ["--authority", this.authority]),
      ...(verb === "init" ? [] : ["--project", this.project]),
    ];
    const command = pkiCommand(outside).exitOverride();
    for (const each of command.commands) {
      each.exitOverride().configureOutput({ writeErr: (text) => told.push(text) });
    }
    let error: string | undefined;
    try {
      await command.parseAsync([...words, ...places], { from: "user" });
    } catch (thrown) {
      error = (thrown as Error).message;
    }
    const exitCode = process.exitCode as number | undefined;
    process.exitCode = undefined;
    const outcome = { printed, told, error, exitCode };
    this.outcomes.push(outcome);
    return outcome;
  }

  /** The same, with the passphrase from its file. */
  withPassphrase(...words: string[]): Promise<Outcome> {
    return this.pki(...words, "--passphrase-file", this.passphraseFile);
  }

  /** Everything that was said, and every file that is not meant to hold a key. */
  everythingSeen(): string {
    const said = this.outcomes.flatMap(({ printed, told, error }) => [...printed, ...told, error]);
    const files = [this.project, this.authority].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => !name.endsWith(".key"))
        .map((name) => readFileSync(join(folder, name), "latin1")),
    );
    return [...said, ...files].join("\n");
  }
}

const projectFile = (): string =>
  stringify({
    name: "nephoran",
    runtime: "nodejs",
    config: { topology: { value: shippedProject.topology } },
  });

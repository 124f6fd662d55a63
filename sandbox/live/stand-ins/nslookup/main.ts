import { readFileSync } from "node:fs";
import { Resolver } from "node:dns/promises";
import { lookUp, noAnswer } from "./lookup";
import { readResolverFile } from "./resolver-file";

/**
 * Stands in for `nslookup NAME`, which the images have and this machine may not: it asks the server of
 * /etc/resolv.conf for a name's IPv4 addresses, and answers in the original's form.
 */
const [name] = process.argv.slice(2);

/** How long one try of a question may take, ms, and how many there are. */
const resolver = new Resolver({ timeout: 2_000, tries: 3 });

/** By these the server says that there is nothing; all else is no answer. */
const NOTHING = new Set(["ENOTFOUND", "ENODATA"]);

async function ask(candidate: string): Promise<readonly string[]> {
  try {
    return await resolver.resolve4(candidate);
  } catch (error) {
    if (NOTHING.has((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

async function run(): Promise<void> {
  if (name === undefined) throw new Error("usage: nslookup NAME");
  const file = readResolverFile(readFileSync("/etc/resolv.conf", "utf8"));
  resolver.setServers([file.server]);
  const { text, exitCode } = await lookUp(name, file, ask).catch(() => noAnswer(file));
  process.stdout.write(text);
  process.exitCode = exitCode;
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { runCommand } from "../../sandbox/toolchain/command";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";

/** Runs promtool on files that are made for it, and answers all that it says; fails if it refuses. */
export async function promtool(
  files: Readonly<Record<string, string | object>>,
  ...args: readonly string[]
): Promise<string> {
  const toolchain = await requireToolchain(["monitoring"]);
  const cwd = await mkdtemp(join(tmpdir(), "promtool-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      await writeFile(
        join(cwd, name),
        typeof content === "string" ? content : stringify(content, { lineWidth: 0 }),
      );
    }
    const { exitCode, output, errorLines } = await runCommand(toolchain.path("promtool"), args, {
      cwd,
      variables: {},
      timeoutMs: 60_000,
    });
    const said = [output, ...errorLines].join("\n");
    if (exitCode !== 0) throw new Error(`promtool ${args.join(" ")} refuses:\n${said}`);
    return said;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

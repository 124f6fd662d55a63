import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { Engine } from "../sandbox/stacks/engine";
import { linkNodeSettings } from "../sandbox/stacks/work-project";
import type { SharedSandbox } from "./engine-sandbox";
import { shippedProject } from "./shipped-project";

/** The project of somebody else, beside the sandbox's own and on the same backend. */
export function otherProject(sandbox: SharedSandbox, name: string, program: string): Engine {
  const project = join(sandbox.layout.directory, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "index.ts"), program);
  const topology = { value: shippedProject.topology };
  writeFileSync(
    join(project, "Pulumi.yaml"),
    stringify({ name, runtime: "nodejs", main: "index.ts", config: { topology } }),
  );
  linkNodeSettings(project);
  return new Engine({ ...sandbox.layout, project }, sandbox.environment);
}

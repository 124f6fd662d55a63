import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { stackFile } from "../config/program-config";
import { settingKey } from "../config/project";
import type { SharedSandbox } from "./engine-sandbox";

/** Settings without their namespace. */
export type Settings = Readonly<Record<string, unknown>>;

/** Sets settings in the sandbox's copy of a region's stack file while `run` runs, then none of them. */
export async function withSettings<Result>(
  { layout }: SharedSandbox,
  region: string,
  settings: Settings,
  run: () => Promise<Result>,
): Promise<Result> {
  const file = join(layout.project, stackFile(region));
  const before = readFileSync(file, "utf8");
  const document = parseDocument(before);
  for (const [key, value] of Object.entries(settings)) {
    document.setIn(["config", settingKey(key)], value);
  }
  writeFileSync(file, document.toString());
  try {
    return await run();
  } finally {
    writeFileSync(file, before);
  }
}

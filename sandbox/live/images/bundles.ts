import { mkdir } from "node:fs/promises";
import { bundle } from "../../../cli/images/bundle";
import { trafficController } from "../../../cli/images/own-images";
import { readFileIfPresent, writeFileAtomically } from "../../processes/atomic-file";
import { bundleFile, type BundleName } from "./bundle-file";

/** The file of each program that starts. */
const entries: Readonly<Record<BundleName, string>> = {
  "traffic-controller": trafficController.entry,
  "llm-processor": "sandbox/live/stand-ins/llm-processor/main.ts",
  cockroachdb: "sandbox/live/stand-ins/cockroachdb/main.ts",
  nslookup: "sandbox/live/stand-ins/nslookup/main.ts",
};

const made = new Map<string, Promise<string>>();

/**
 * A program as one file. It is bundled once, however many regions it is for.
 *
 * @param entry the file that starts, from the root of the repository.
 * @throws OperatorError if it cannot be bundled.
 */
export function programCode(entry: string): Promise<string> {
  const code = made.get(entry) ?? bundle(entry).then((one) => one.code);
  made.set(entry, code);
  return code;
}

/**
 * Bundles all programs into a folder. A bundle that has not changed stays as it is.
 *
 * @throws OperatorError if one cannot be bundled.
 */
export async function makeBundles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, entry] of Object.entries(entries) as [BundleName, string][]) {
    const file = bundleFile({ bundles: folder }, name);
    const code = await programCode(entry);
    if ((await readFileIfPresent(file)) !== code) await writeFileAtomically(file, code);
  }
}

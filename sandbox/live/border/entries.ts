import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readFileIfPresent, writeFileAtomically } from "../../processes/atomic-file";

const SUFFIX = ".json";

const addressesSchema = z.array(z.ipv4());

/** Addresses of regions' entries, latest known, by region. */
export type Entries = ReadonlyMap<string, readonly string[]>;

/** Tells the borders of all regions what addresses a region's entry has. */
export async function writeEntry(
  folder: string,
  region: string,
  addresses: readonly string[],
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(join(folder, `${region}${SUFFIX}`), JSON.stringify(addresses));
}

export async function readEntries(folder: string): Promise<Entries> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const regions = (await readdir(folder))
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length));
  const entries = await Promise.all(
    regions.map(async (region) => {
      const text = (await readFileIfPresent(join(folder, `${region}${SUFFIX}`))) ?? "[]";
      return [region, addressesSchema.parse(JSON.parse(text))] as const;
    }),
  );
  return new Map(entries);
}

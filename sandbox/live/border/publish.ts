import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readFileIfPresent, writeFileAtomically } from "../../processes/atomic-file";
import type { LiveNetwork } from "../network/network";
import { readEntries, writeEntry } from "./entries";
import { borderFiles, clientsFolder, entriesFolder } from "./folder";
import { liveRegionFolder } from "../files";
import { answersOf, hostsFile } from "./hosts-file";
import type { OutsideSettings } from "./outside-settings";
import type { RegionView } from "./region-view";

/** Makes the network and the name servers follow a region's objects; each call takes the newest view. */
export function regionPublisher(
  { directory, region, names, clientsNames }: OutsideSettings,
  network: Pick<LiveNetwork, "setServices">,
): (view: RegionView) => Promise<void> {
  const entries = entriesFolder(directory);
  const own = borderFiles(liveRegionFolder(directory, region)).hosts;
  const clients = borderFiles(clientsFolder(directory)).hosts;
  let rules: RegionView["rules"] | undefined;
  return async (view) => {
    if (!isDeepStrictEqual(view.rules, rules)) {
      await network.setServices(region, view.rules);
      rules = view.rules;
    }
    const known = await readEntries(entries);
    // The latest that is known stays, as it does with whoever caches names.
    const isNew = view.entry.length > 0 && !isDeepStrictEqual(view.entry, known.get(region));
    if (isNew) await writeEntry(entries, region, view.entry);
    const all = isNew ? new Map([...known, [region, view.entry]]) : known;
    await replace(own, hostsFile([...answersOf(names, all), ...view.meshNames]));
    await replace(clients, hostsFile(answersOf(clientsNames, all)));
  };
}

/** Leaves a file that is as it should be, so that nobody reads it anew. */
async function replace(file: string, content: string): Promise<void> {
  if ((await readFileIfPresent(file)) === content) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomically(file, content);
}

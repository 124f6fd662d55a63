import { type Entrance, namespaceFile, runScript } from "./place";
import { siteScript } from "./site-script";
import { type Site, siteNetwork } from "./sites";

/** Makes a site that has no pods yet. */
export async function addSite(entrance: Entrance, site: Site): Promise<void> {
  const script = siteScript(siteNetwork(site));
  const file = namespaceFile(entrance.files, { site: site.name });
  await runScript(entrance, undefined, `add-site ${site.name}`, script, [file]);
}

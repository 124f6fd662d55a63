import { join } from "node:path";
import { type Asset, assets } from "./assets";
import { isGoTool, toolOf } from "./catalog";
import type { Survey } from "./locate";
import { missingLines } from "./missing-text";
import { type Version, versionText } from "./version";

/**
 * The error of a machine that lacks tools and cannot build them: which, which Go would do, and how to
 * go on without.
 *
 * @param tooOld the Go on the PATH, if there is one.
 */
export function cannotBuildText(
  { missing: all, missingAssets, locations, layout }: Survey,
  wanted: Version,
  tooOld: Version | undefined,
): string {
  const missing = all.filter(isGoTool);
  const go = tooOld
    ? `the Go on the PATH is ${versionText(tooOld)} and cannot fetch a newer one`
    : "there is no Go on the PATH";
  return [
    ...missingLines(locations, missing, missingAssets),
    `They can be built here, but ${go}; Go ${versionText(wanted)} or later is needed. Either`,
    "- install it from https://go.dev/dl and run this again, or",
    ...waysWithout({ missing, missingAssets, layout }),
  ].join("\n");
}

function waysWithout({
  missing,
  missingAssets,
  layout,
}: Pick<Survey, "missing" | "missingAssets" | "layout">): string[] {
  const groups = new Set(missing.map((name) => toolOf(name).group));
  const onPath = missing.filter((name) => toolOf(name).group !== "pulumi");
  const kubebuilder = onPath.filter((name) => toolOf(name).inKubebuilderAssets);
  const lines: string[] = [];
  if (onPath.length > 0) {
    const also =
      kubebuilder.length > 0 ? ` (KUBEBUILDER_ASSETS does for ${kubebuilder.join(", ")})` : "";
    lines.push(`put ${onPath.join(", ")} on the PATH${also}`);
  }
  if (groups.has("pulumi")) {
    const plugin = toolOf("pulumi-resource-kubernetes").accepts.atLeast;
    lines.push(
      "install Pulumi from https://www.pulumi.com/docs/install and run " +
        `\`pulumi plugin install resource kubernetes v${plugin}\``,
    );
  }
  for (const name of missingAssets) {
    const { goModule, from }: Asset = assets[name];
    for (const [folder, source] of Object.entries(from)) {
      const to = join(layout.assets, name, folder);
      lines.push(`copy ${source} of ${goModule}, at the version in go.mod, to ${to}`);
    }
  }
  const [first, ...others] = lines;
  return [`- ${first}`, ...others.map((line) => `  and ${line}`)].map((line, index, all) =>
    index === all.length - 1 ? `${line}.` : line,
  );
}

import { alertmanager } from "./alertmanager";
import { cockroachdb } from "./cockroachdb";
import type { ImageEntry } from "./entry";
import { istiod } from "./istiod";
import { kubeStateMetrics } from "./kube-state-metrics";
import { llmProcessor } from "./llm-processor";
import { prometheus } from "./prometheus";
import { proxy } from "./proxy";
import { trafficController } from "./traffic-controller";

/** All images whose containers run here. A further one is one more entry. */
export const imageEntries: readonly ImageEntry[] = [
  istiod,
  proxy,
  prometheus,
  alertmanager,
  kubeStateMetrics,
  trafficController,
  llmProcessor,
  cockroachdb,
];

/** The entry of an image reference; undefined for an image that is not known. */
export const entryOf = (image: string): ImageEntry | undefined =>
  imageEntries.find(({ repository }) => new RegExp(referencesTo([repository])).test(image));

const referencesTo = (repositories: readonly string[]): string =>
  `^([^/]+/)*(${repositories.join("|")})(:[^/@]+)?(@[^/]+)?$`;

/**
 * Matches the image references of all entries, whatever their registry, tag and digest. The syntax is
 * that of both JavaScript and RE2, which KWOK's stages are in.
 */
export const KNOWN_IMAGES = referencesTo(imageEntries.map(({ repository }) => repository));

import type { PolicyContext, PolicyResource } from "../rule";
import { Field } from "./field";
import type { Home } from "./homes";
import { isKind } from "./object";
import { isPlaceIn } from "./places";
import { podOf } from "./pods";

/** Labels of nodes and volumes that say where in the world they are. */
const PLACE_KEYS =
  /^(topology|failure-domain\.beta)\.kubernetes\.io\/(region|zone)$|^topology\.[\w.-]+\/(region|zone)$/;

/** A place that something wants to be in, or not to be in. */
export interface Wish {
  readonly path: string;
  readonly operator: string;
  readonly places: readonly string[];
}

/** Where pods want to run, as their selectors and affinities say. */
export function wishesOfPods(resource: PolicyResource): Wish[] {
  const pod = podOf(resource);
  if (pod === undefined) return [];
  const selector = pod.spec
    .at("nodeSelector")
    .entries.flatMap(([key, { path, text }]) =>
      PLACE_KEYS.test(key) ? [{ path, operator: "In", places: [text ?? ""] }] : [],
    );
  const affinity = pod.spec.at("affinity", "nodeAffinity");
  const terms = [
    ...affinity.at("requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").items,
    ...affinity
      .at("preferredDuringSchedulingIgnoredDuringExecution")
      .items.map((one) => one.at("preference")),
  ];
  return [...selector, ...terms.flatMap((term) => wishes(term.at("matchExpressions")))];
}

/** Where volumes are, or are to be made. */
export function wishesOfVolumes(resource: PolicyResource): Wish[] {
  const volume = Field.of(resource);
  if (isKind(resource, "", "PersistentVolume")) {
    return volume
      .at("spec", "nodeAffinity", "required", "nodeSelectorTerms")
      .items.flatMap((term) => wishes(term.at("matchExpressions")));
  }
  if (!isKind(resource, "storage.k8s.io", "StorageClass")) return [];
  return volume
    .at("allowedTopologies")
    .items.flatMap((term) => wishes(term.at("matchLabelExpressions")));
}

const wishes = (expressions: Field): Wish[] =>
  expressions.items
    .filter((one) => PLACE_KEYS.test(one.at("key").text ?? ""))
    .map((one) => ({
      path: one.path,
      operator: one.at("operator").text ?? "In",
      places: one.at("values").texts,
    }));

/** What is wrong with a wish of something that is bound to a home. */
export function problemOf(
  { path, operator, places }: Wish,
  home: Home,
  context: Pick<PolicyContext, "topology" | "config">,
): string | undefined {
  if (operator !== "In" && operator !== "Exists") {
    return `${path} only says where it is not: ${operator} ${places.join(", ")}.`;
  }
  const outside = places.filter((place) => !isInside(place, home, context));
  return outside.length === 0
    ? undefined
    : `${path} asks for ${outside.join(", ")}, outside of ${home.name}.`;
}

/** A region of the home, or one of its availability zones. */
const isInside = (
  place: string,
  home: Home,
  context: Pick<PolicyContext, "topology" | "config">,
): boolean =>
  isPlaceIn(place, home, context) ||
  context.topology.regions.some(
    ({ name, zones }) => home.regions.includes(name) && zones.includes(place),
  );

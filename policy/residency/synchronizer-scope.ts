import { STATE_SYNCHRONIZER } from "../../components/state-synchronizer/names";
import { zoneDatabase } from "../../config/derived";
import { zoneSyncUser } from "../../state/roles";
import type { Field } from "../reading/field";
import { zonesOf } from "../reading/homes";
import { podLabels, podOf } from "../reading/pods";
import type { PolicyContext, ResourceRule } from "../rule";

/** What the filter of the synchronizer goes by: the zone, and where bound state is kept. */
const wanted = (zone: string): Readonly<Record<string, string>> => ({
  RESIDENCY_ZONE: zone,
  ZONE_SQL_DATABASE: zoneDatabase(zone),
  ZONE_SQL_USER: zoneSyncUser(zone),
});

/** Variables with patterns of what is carried. */
const INCLUDES = /INCLUDE|PATTERN/;

export const synchronizerScope: ResourceRule = {
  id: "residency-synchronizer-scope",
  kind: "resource",
  family: "residency",
  title:
    "A synchronizer keeps its own zone's state in the zone's database, and knows no other zone",
  why: "What runs beside the API server decides for each object where its state goes. Without its zone it takes bound objects for unbound ones, and writes them to the database that every region holds.",
  fix: "Set RESIDENCY_ZONE, ZONE_SQL_DATABASE and ZONE_SQL_USER of the region's own zone, none of them outside of a zone, and include kinds by name.",
  level: "mandatory",
  example: `env:
  - {name: RESIDENCY_ZONE, value: eu}
  - {name: ZONE_SQL_DATABASE, value: nephoran_eu}
  - {name: ZONE_SQL_USER, value: nephoran_eu_sync}
`,
  check(resource, context) {
    const pod = podOf(resource);
    if (pod === undefined || podLabels(pod)["app"] !== STATE_SYNCHRONIZER) return [];
    return pod.containers
      .filter(({ name }) => name === STATE_SYNCHRONIZER)
      .flatMap(({ field }) => {
        const variables = new Map(
          field.at("env").items.map((one) => [one.at("name").text ?? "", one.at("value")]),
        );
        return [
          ...wrongIn(variables, field, context),
          ...tooWide(variables, context).map(({ path, text }) => `${path} includes ${text}.`),
        ];
      });
  },
};

function wrongIn(
  variables: ReadonlyMap<string, Field>,
  container: Field,
  { region }: PolicyContext,
): string[] {
  const expected = region.residencyZone === undefined ? {} : wanted(region.residencyZone);
  return Object.keys(wanted("")).flatMap((name) => {
    const seen = variables.get(name)?.text;
    const due = expected[name];
    return seen === due
      ? []
      : [`${container.path} has ${name} ${seen ?? "not set"}, and not ${due ?? "left out"}.`];
  });
}

/** Patterns that hold for everything, or for what belongs to another zone. */
const tooWide = (variables: ReadonlyMap<string, Field>, context: PolicyContext): Field[] => {
  const foreign = zonesOf(context)
    .filter(({ name }) => name !== context.region.residencyZone)
    .flatMap(({ name }) => [zoneDatabase(name), `residency-zone=${name}`]);
  return [...variables]
    .filter(([name]) => INCLUDES.test(name))
    .map(([, value]) => value)
    .filter(({ text = "" }) => {
      const patterns = text.split(",").map((pattern) => pattern.trim());
      return patterns.some(
        (pattern) => /^(\.?\*\/?)+$/.test(pattern) || foreign.some((one) => pattern.includes(one)),
      );
    });
};

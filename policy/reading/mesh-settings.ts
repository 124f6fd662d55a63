import { CHART_TYPE } from "../../render/charts/chart";
import { meshNamespaces } from "../../components/region-base/namespaces";
import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { fullName, isKind } from "./object";
import { yamlIn } from "./yaml-text";

/** The name of Istio's own settings, as the chart of istiod makes them; a revision's ends in its name. */
const SETTINGS = new RegExp(`^${meshNamespaces.istio}/istio(-|$)`);

/** What the chart of istiod is called, wherever it comes from. */
const ISTIOD = /(^|\/)istiod$/;

/**
 * What the mesh as a whole is told, `meshConfig`: among the values of istiod's chart, or in what the
 * chart makes of them. `undefined` in a resource that says nothing of it.
 */
export function meshSettings(resource: PolicyResource): Field | undefined {
  const field = Field.of(resource);
  if (resource.type === CHART_TYPE) {
    const settings = field.at("values", "meshConfig");
    // Without any, istiod goes by its defaults, which rules have to see.
    return settings.isSet || ISTIOD.test(field.at("chart").text ?? "") ? settings : undefined;
  }
  if (!isKind(resource, "", "ConfigMap") || !SETTINGS.test(fullName(resource))) return undefined;
  const { text } = field.at("data", "mesh");
  return text === undefined ? undefined : yamlIn(text, "data.mesh");
}

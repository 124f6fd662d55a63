import { Field } from "../reading/field";
import { zonesOf } from "../reading/homes";
import { meshSettings } from "../reading/mesh-settings";
import { isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

/** What leaves out the answers to requests that are bound elsewhere. */
const FILTER = "response.code != 421";

export const misdirectedUnlogged: ResourceRule = {
  id: "residency-misdirected-unlogged",
  kind: "resource",
  family: "residency",
  title: "A request that is bound elsewhere leaves no trace in the access log",
  why: "Paths, hosts and addresses of bound requests are data of the zone. An entry outside of it refuses them, and must not keep them either.",
  fix: `Let each accessLogging of a Telemetry have the filter \`${FILTER}\`, alone or before &&, and leave meshConfig.accessLogFile empty.`,
  level: "mandatory",
  example: `kind: Telemetry
spec:
  accessLogging:
    - providers: [{name: envoy}]
      filter: {expression: ${FILTER}}
`,
  check(resource, context) {
    if (zonesOf(context).length === 0) return [];
    const file = meshSettings(resource)?.at("accessLogFile");
    const everywhere =
      file?.text === undefined || file.text === ""
        ? []
        : [`${file.path} is ${file.text}, where every request is logged.`];
    if (!isKind(resource, "telemetry.istio.io", "Telemetry")) return everywhere;
    return Field.of(resource)
      .at("spec", "accessLogging")
      .items.filter((log) => log.at("disabled").value !== true)
      .map((log) => log.at("filter", "expression"))
      .filter(({ text = "" }) => !filters(text))
      .map(
        ({ path, text }) =>
          `${path} is ${text ?? "not there"}, which does not leave out what is refused with 421.`,
      );
  },
};

/** Only what has to hold in any case leaves something out: an alternative to it would not. */
const filters = (expression: string): boolean =>
  !expression.includes("||") && expression.split("&&").some((part) => part.trim() === FILTER);

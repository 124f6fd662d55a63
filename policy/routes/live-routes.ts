import { namespaces } from "../../components/region-base/namespaces";
import { GLOBAL_ROUTES } from "../../routing/routes";
import type { Admission } from "../admission/admission";
import { celText } from "../reading/cel";
import { Field } from "../reading/field";
import { fullName, ISTIO_NETWORKING, isKind } from "../reading/object";
import type { PolicyResource } from "../rule";

/**
 * The routes by which a region's requests are spread: the program creates them, the traffic
 * controller rewrites them from then on. None for any other object.
 */
export const liveRoutes = (resource: PolicyResource): readonly Field[] =>
  isKind(resource, ISTIO_NETWORKING, "VirtualService") &&
  fullName(resource) === `${namespaces.system}/${GLOBAL_ROUTES}`
    ? Field.of(resource).at("spec", "http").items
    : [];

/** A demand on each of the live routes, in CEL over a route `h`. */
export const onLiveRoutes = (expression: string, message: string): Admission => ({
  resources: liveRoutesResource,
  validations: [
    {
      expression: `${celUnchanged} || object.spec.http.all(h, ${expression})`,
      message,
    },
  ],
});

export const liveRoutesResource: Admission["resources"] = [
  { group: ISTIO_NETWORKING, versions: ["v1"], resources: ["virtualservices"] },
];

/**
 * True in CEL for what is not, or does not change, the live routes. A topology that loses a region
 * must not hold up the labels of routes that still name it.
 */
export const celUnchanged =
  `object.metadata.name != ${celText(GLOBAL_ROUTES)} || ` +
  `object.metadata.namespace != ${celText(namespaces.system)} || !has(object.spec.http) || ` +
  `(oldObject != null && has(oldObject.spec.http) && oldObject.spec.http == object.spec.http)`;

import { ISTIO_NETWORKING } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const knownFilters = meshRule(
  ISTIO_NETWORKING,
  "EnvoyFilter",
  {
    id: "mesh-known-filters",
    title: "Proxies are changed by hand only where it is listed",
    why: "An EnvoyFilter can undo every other policy of the mesh, and none of them would show it.",
    fix: "Use what Istio has an object for. If there is none, list the filter in policy/mesh/exemptions.ts with its reason.",
    level: "mandatory",
    example: "kind: AuthorizationPolicy",
  },
  () => ["It changes proxies past all policies of the mesh."],
);

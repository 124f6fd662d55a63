import { celText } from "../reading/cel";
import type { ResourceRule } from "../rule";
import { liveRoutes, onLiveRoutes } from "./live-routes";

/** What a route may say that its weights and hosts do not show. */
const DETOURS = ["fault", "mirror", "mirrors", "delegate", "redirect"];

export const noDetours: ResourceRule = {
  id: "routes-no-detours",
  kind: "resource",
  family: "routes",
  title: "Live routes neither break requests on purpose nor take them elsewhere",
  why: "An injected fault fails real users, and looks like a failing region to whoever decides about weights. A mirror or a delegate takes requests past every rule about hosts.",
  fix: `Take ${DETOURS.join(", ")} out. Failures are tried with drills, not with the routes that people use.`,
  level: "mandatory",
  example: `http:
  - name: weighted
    route:
      - destination: {host: us-east-1.failover.nephoran.local}
`,
  admission: onLiveRoutes(
    DETOURS.map((detour) => `!has(h.${detour})`).join(" && "),
    `Live routes have none of ${DETOURS.map(celText).join(", ")}.`,
  ),
  check: (resource) =>
    liveRoutes(resource)
      .flatMap((http) => DETOURS.map((detour) => http.at(detour)))
      .filter(({ isSet }) => isSet)
      .map(({ path }) => `${path} is no part of a live route.`),
};

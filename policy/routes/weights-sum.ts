import type { Field } from "../reading/field";
import type { ResourceRule } from "../rule";
import { liveRoutes, onLiveRoutes } from "./live-routes";

export const weightsSum: ResourceRule = {
  id: "routes-weights-sum",
  kind: "resource",
  family: "routes",
  title: "The weights of each live route sum to 100",
  why: "Weights are percents of a region's requests. With another sum the mesh takes them for shares of it: what dashboards show and limits are reckoned from is no longer what happens.",
  fix: "Let routes() write them from whole percents that sum to 100. A route with a single destination may leave its weight out.",
  level: "mandatory",
  example: `http:
  - name: weighted
    route:
      - destination: {host: us-east-1.failover.nephoran.local}
        weight: 75
      - destination: {host: us-west-2.failover.nephoran.local}
        weight: 25
`,
  admission: onLiveRoutes(
    "!has(h.route) || (size(h.route) == 1 && !has(h.route[0].weight)) || " +
      "(h.route.all(r, !has(r.weight) || int(r.weight) >= 0) && " +
      "h.route.map(r, has(r.weight) ? int(r.weight) : 0).sum() == 100)",
    "The weights of each live route are percents that sum to 100.",
  ),
  check: (resource) =>
    liveRoutes(resource).flatMap((http) => {
      const weights = http.at("route").items.map((destination) => destination.at("weight"));
      const sum = weights.reduce((total, weight) => total + (weight.number ?? 0), 0);
      const isWhole = weights.length === 1 && weights[0]?.isSet === false;
      if (!http.at("route").isSet || isWhole || (sum === 100 && !weights.some(isNegative)))
        return [];
      return [`The weights of ${http.path}.route sum to ${sum}, and none may be below 0.`];
    }),
};

const isNegative = ({ number = 0 }: Field): boolean => number < 0;

import { eastWestSelector } from "../../components/istio-mesh/names";
import { celText } from "../reading/cel";
import { includesLabels } from "../reading/labels";
import { ISTIO_NETWORKING } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const ownPassthrough = meshRule(
  ISTIO_NETWORKING,
  "Gateway",
  {
    id: "mesh-own-passthrough",
    title: "Only the east-west gateway passes connections through to services",
    why: "On the gateway of the traffic path AUTO_PASSTHROUGH leads past tokens and past every AuthorizationPolicy.",
    fix: `Select the east-west gateway's pods: ${Object.entries(eastWestSelector)
      .map(([key, value]) => `${key}: ${value}`)
      .join(", ")}.`,
    level: "mandatory",
    example: "selector: { app: eastwest-gateway, istio: eastwestgateway }",
    admission: {
      resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["gateways"] }],
      validations: [
        {
          expression: `has(object.spec.selector) && ${Object.entries(eastWestSelector)
            .map(
              ([key, value]) =>
                `${celText(key)} in object.spec.selector && object.spec.selector[${celText(key)}] == ${celText(value)}`,
            )
            .join(
              " && ",
            )} || !has(object.spec.servers) || object.spec.servers.all(s, !has(s.tls) || !has(s.tls.mode) || s.tls.mode != 'AUTO_PASSTHROUGH')`,
          message: "Only the east-west gateway passes connections through to services.",
        },
      ],
    },
  },
  (field) => {
    if (includesLabels(field.at("spec", "selector").textsByKey, eastWestSelector)) return [];
    return field
      .at("spec", "servers")
      .items.filter((server) => server.at("tls", "mode").value === "AUTO_PASSTHROUGH")
      .map(({ path }) => `${path} passes through to services, on another gateway.`);
  },
);

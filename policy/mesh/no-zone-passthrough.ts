import { ISTIO_NETWORKING } from "../reading/object";
import { meshRule } from "./mesh-rule";

export const noZonePassthrough = meshRule(
  ISTIO_NETWORKING,
  "Gateway",
  {
    id: "mesh-no-zone-passthrough",
    title: "A residency zone passes no connections through to its services",
    why: "AUTO_PASSTHROUGH makes every service reachable from other regions, and no AuthorizationPolicy holds at the gateway.",
    fix: "Remove the listener; let requests in by the gateway, route by route.",
    level: "mandatory",
    example: "tls:\n  mode: ISTIO_MUTUAL",
    admission: ({ region: { residencyZone: zone } }) =>
      zone === undefined
        ? undefined
        : {
            resources: [{ group: ISTIO_NETWORKING, versions: ["v1"], resources: ["gateways"] }],
            validations: [
              {
                expression:
                  "!has(object.spec.servers) || object.spec.servers.all(s, !has(s.tls) || !has(s.tls.mode) || s.tls.mode != 'AUTO_PASSTHROUGH')",
                message: `The zone ${zone} passes no connections through to its services.`,
              },
            ],
          },
  },
  (field, { region }) => {
    if (region.residencyZone === undefined) return [];
    return field
      .at("spec", "servers")
      .items.filter((server) => server.at("tls", "mode").value === "AUTO_PASSTHROUGH")
      .map(({ path }) => `${path} passes through to services of the zone ${region.residencyZone}.`);
  },
);

import type { SettingEffect } from "./setting-effects";

const CONTROLLER = "Deployment nephoran-global/traffic-controller";

/** Images of the traffic controller, which are Nephoran's own. */
export const controllerImages = [`${CONTROLLER}: spec.template.spec.containers[0].image`];

/** What each setting of the region's traffic changes. */
export const trafficSettingEffects = {
  trafficController: {
    value: { enabled: false, mode: "shadow" },
    changes: [
      "ConfigMap nephoran-global/traffic-controller: data.config.json",
      `${CONTROLLER}: metadata.annotations.nephoran.io/warning`,
      `${CONTROLLER}: metadata.annotations.pulumi.com/skipAwait`,
      `${CONTROLLER}: spec.replicas`,
      `${CONTROLLER}: spec.template.metadata.annotations.nephoran.io/settings-checksum`,
    ],
  },
} satisfies Record<"trafficController", SettingEffect>;

import { meshSettings } from "../reading/mesh-settings";
import type { ResourceRule } from "../rule";

export const autoMtls: ResourceRule = {
  id: "mesh-auto-mtls",
  family: "mesh",
  kind: "resource",
  title: "Proxies use mutual TLS wherever the other end has it",
  why: "Turned off, each destination needs a rule of its own, and one that is forgotten is refused or in plain text.",
  fix: "Remove `enableAutoMtls: false`.",
  level: "mandatory",
  example: "meshConfig:\n  enableAutoMtls: true",
  check: (resource) =>
    meshSettings(resource)?.at("enableAutoMtls").value === false
      ? ["Proxies use no mutual TLS unless a rule says so."]
      : [],
};

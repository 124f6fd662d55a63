import { regionHost } from "../../routing/hosts";
import { meshSettings } from "../reading/mesh-settings";
import type { ResourceRule } from "../rule";

export const noZoneAlias: ResourceRule = {
  id: "mesh-no-zone-alias",
  family: "mesh",
  kind: "resource",
  title: "No residency zone's identities are taken for one's own, and no zone takes others'",
  why: "An alias of a trust domain makes the other region's accounts equal to one's own, in every policy.",
  fix: "Remove it from `trustDomainAliases`; only regions without a zone that discover each other need one.",
  level: "mandatory",
  example: "meshConfig:\n  trustDomainAliases: []",
  check(resource, { topology, region }) {
    const aliases = meshSettings(resource)?.at("trustDomainAliases").texts ?? [];
    if (region.residencyZone !== undefined) {
      return aliases.map(
        (alias) => `${region.name} is in the zone ${region.residencyZone} and trusts ${alias}.`,
      );
    }
    const free = topology.regions
      .filter(({ residencyZone }) => residencyZone === undefined)
      .map(({ name }) => regionHost(name));
    return aliases
      .filter((alias) => !free.includes(alias))
      .map(
        (alias) => `${region.name} takes ${alias} for itself, which is no region without a zone.`,
      );
  },
};

import { ISTIO_NETWORKING } from "../reading/object";
import { trafficPolicies } from "../reading/traffic-policies";
import { meshRule } from "./mesh-rule";
import { ownEncryption } from "./own-encryption";

export const noPlainDestinations = meshRule(
  ISTIO_NETWORKING,
  "DestinationRule",
  {
    id: "mesh-no-plain-destinations",
    title: "No destination is talked to in plain text",
    why: "`DISABLE` turns mutual TLS off at the caller's end, where STRICT at the other end does not see it.",
    fix: "Remove the mode, or use ISTIO_MUTUAL. A port with mutual TLS of its own is named in policy/mesh/own-encryption.ts.",
    level: "mandatory",
    example: "trafficPolicy:\n  tls: { mode: ISTIO_MUTUAL }",
  },
  (field) => {
    const host = field.at("spec", "host").text;
    return trafficPolicies(field)
      .filter((one) => one.field.at("tls", "mode").value === "DISABLE")
      .filter(
        ({ port }) =>
          !ownEncryption.some((own) => own.port === port && own.hosts.some((one) => one === host)),
      )
      .map(
        (one) =>
          `${one.field.path} has ${host ?? "the host"} talked to in plain text` +
          `${one.port === undefined ? "" : `, on port ${one.port}`}.`,
      );
  },
);

import type { Field } from "./field";

/** A trafficPolicy of a DestinationRule, or what it says of one port. */
export interface TrafficPolicy {
  readonly field: Field;
  /** The port that it holds for; absent: for all that no other one holds for. */
  readonly port?: number | undefined;
}

/** All that a DestinationRule says: of the host, of its subsets, and of single ports. */
export function trafficPolicies(destinationRule: Field): TrafficPolicy[] {
  const spec = destinationRule.at("spec");
  return [spec, ...spec.at("subsets").items].flatMap((one) => {
    const field = one.at("trafficPolicy");
    const ports = field.at("portLevelSettings").items;
    return [
      { field },
      ...ports.map((port) => ({ field: port, port: port.at("port", "number").number })),
    ];
  });
}

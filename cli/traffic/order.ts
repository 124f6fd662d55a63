import type { Topology } from "../../config/topology";
import { OperatorError } from "../../config/operator-error";
import type { Weights } from "../../routing/routes";
import type { Order, Override } from "../../services/traffic-controller/decision/override";

/** What is done to the list of a cluster. */
export type Change =
  | { readonly do: "give"; readonly override: Override }
  | { readonly do: "lift"; readonly id: string }
  | { readonly do: "lift-all" };

/**
 * The name of an order. The same order has the same name, so giving it again goes on with it instead of
 * giving a second one.
 */
export function orderId(order: Order): string {
  switch (order.kind) {
    case "drain":
    case "exclude":
      return `${order.kind}-${order.region}`;
    case "pin":
      return `pin-${order.entry}`;
    case "freeze":
      return "freeze";
  }
}

/** An order in a few words. */
export function orderText(order: Order): string {
  switch (order.kind) {
    case "drain":
    case "exclude":
      return `${order.kind} ${order.region}`;
    case "pin":
      return `pin ${order.entry} to ${rowText(order.weights)}`;
    case "freeze":
      return "freeze";
  }
}

const rowText = (weights: Weights): string =>
  Object.entries(weights)
    .filter(([, points]) => points > 0)
    .map(([region, points]) => `${region}=${points}`)
    .join(" ");

/** The list after a change, without what has ended. */
export function changed(
  list: readonly Override[],
  change: Change,
  nowMs: number,
): readonly Override[] {
  const standing = list.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  switch (change.do) {
    case "give":
      return [...standing.filter(({ id }) => id !== change.override.id), change.override];
    case "lift":
      return standing.filter(({ id }) => id !== change.id);
    case "lift-all":
      return [];
  }
}

/** Whether all regions are drained or excluded, which no traffic controller follows. */
export function leavesNoRegion(list: readonly Override[], { regions }: Topology): boolean {
  const taken = list.flatMap((one) =>
    one.kind === "drain" || one.kind === "exclude" ? [one.region] : [],
  );
  return regions.every(({ name }) => taken.includes(name));
}

/** @throws OperatorError that names the regions there are. */
export function requireRegion(name: string, { regions }: Topology): string {
  if (regions.some((region) => region.name === name)) return name;
  throw new OperatorError(
    `There is no region ${name}. The topology has ${regions.map((each) => each.name).join(", ")}.`,
  );
}

/**
 * Reads a row such as `us-east-1=60 eu-west-1=40`; who is left out gets nothing.
 *
 * @throws OperatorError if it is none.
 */
export function rowFrom(words: readonly string[], topology: Topology): Weights {
  const given = words.map((word) => {
    const [, region = "", points = ""] = /^([^=]+)=(\d{1,3})$/.exec(word) ?? [];
    if (region === "") {
      throw new OperatorError(
        `${word} is no share; REGION=PERCENT is wanted, such as us-east-1=60.`,
      );
    }
    return [requireRegion(region, topology), Number(points)] as const;
  });
  const twice = given.find(([name], index) => given.findIndex(([other]) => other === name) < index);
  if (twice !== undefined) throw new OperatorError(`${twice[0]} is there twice.`);
  const sum = given.reduce((total, [, points]) => total + points, 0);
  if (sum !== 100) throw new OperatorError(`The shares sum to ${sum}; they have to sum to 100.`);
  const none = topology.regions.map(({ name }) => [name, 0] as const);
  return Object.fromEntries([...none, ...given]);
}

import type { Signals } from "../decision/snapshot";

const resources = ["cpu", "memory", "network", "intents"] as const;

/** The resource that has least room; one whose number is none before all others. */
export function fullestResource(utilisation: Signals["utilisation"]): {
  readonly resource: (typeof resources)[number];
  readonly ratio: number | null;
} {
  const broken = resources.find((resource) => !Number.isFinite(utilisation[resource]));
  if (broken !== undefined) return { resource: broken, ratio: null };
  const resource = resources.reduce((most, one) =>
    utilisation[one] > utilisation[most] ? one : most,
  );
  return { resource, ratio: utilisation[resource] };
}

import { stopProcess, STOP_GRACE_MS, type StopOutcome } from "../processes/stop";
import { type Component, COMPONENTS } from "./component";

/** Who has to be gone before whom: clients before what they use. */
const STOP_ORDER: readonly (readonly Component[])[] = [
  ["cockroachdb", "kwok", "kube-scheduler", "kube-controller-manager"],
  ["kube-apiserver"],
  ["etcd"],
];

/** What stopping found for each component that was asked for. */
export type StoppedComponents = Partial<Record<Component, StopOutcome>>;

/**
 * Ends a region's components, by default all of them.
 *
 * @param folder of the processes' records.
 */
export async function stopComponents(
  folder: string,
  components: readonly Component[] = COMPONENTS,
  graceMs: number = STOP_GRACE_MS,
): Promise<StoppedComponents> {
  const outcomes: StoppedComponents = {};
  for (const step of STOP_ORDER) {
    await Promise.all(
      step
        .filter((component) => components.includes(component))
        .map(async (component) => {
          outcomes[component] = await stopProcess(folder, component, graceMs);
        }),
    );
  }
  return outcomes;
}

import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../config/operator-error";
import { clearPendingCreates } from "./pending-creates";
import type { ProjectStacks } from "./project-stacks";
import type { StackLock } from "./stack-locks";

/** How long another engine may take that has the stack, ms: longer than any roll-out. */
export const OTHER_ENGINE_MS = 15 * 60_000;

const POLL_MS = 500;

/**
 * Waits while an engine on this machine has the stack: after a kill, the engine goes on and brings to
 * an end what it was doing.
 *
 * @param say told once for each engine that is waited for.
 * @throws OperatorError if one takes longer than the bound, or is on another machine.
 */
export async function awaitUnlocked(
  stacks: ProjectStacks,
  stack: string,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + OTHER_ENGINE_MS;
  const told = new Set<number>();
  for (;;) {
    signal.throwIfAborted();
    const locks = await stacks.removeDeadLocks(stack);
    const [lock] = locks;
    if (lock === undefined) return;
    if (!lock.here || Date.now() >= deadline) throw lockedError(stack, lock);
    if (!told.has(lock.pid)) {
      told.add(lock.pid);
      say(`waiting for the engine of another run (pid ${lock.pid}, since ${timeOf(lock.since)})`);
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => {
      signal.throwIfAborted();
    });
  }
}

/**
 * Clears what an engine was creating when it died.
 *
 * @returns whether there was anything, which the next run has to take over.
 */
export async function clearInterrupted(
  stacks: ProjectStacks,
  stack: string,
  say: (text: string) => void,
): Promise<boolean> {
  const file = `${stacks.logOf(stack)}.state`;
  const count = await clearPendingCreates((args) => stacks.pulumi(stack, args), file);
  if (count === 0) return false;
  const creations = count === 1 ? "1 creation that was" : `${count} creations that were`;
  say(`${creations} interrupted will be taken over`);
  return true;
}

/**
 * Lets the Kubernetes provider take over objects that are there without a record. It applies them under
 * a new random name as field manager, for which whatever the API server has filled in, and any generated
 * value that differs, is otherwise a conflict with the name that was lost. Fields that the program
 * ignores stay with whoever manages them.
 */
export const TAKES_OVER = { PULUMI_K8S_ENABLE_PATCH_FORCE: "true" } as const;

function lockedError(stack: string, { pid, who, since, here }: StackLock): OperatorError {
  const how = here
    ? `It still runs after ${OTHER_ENGINE_MS / 60_000} min: look at it with \`ps -p ${pid}\`, then run this again.`
    : `Wait for it. If it is dead, \`pulumi cancel --stack ${stack}\` removes its lock.`;
  return new OperatorError(
    `${stack} is locked by the engine of ${who}, pid ${pid}, since ${since.toISOString()}. ${how}`,
  );
}

/** What engines say whose stack somebody else has, by kind of backend. */
const CONFLICTS = [
  "the stack is currently locked by",
  "[409] Conflict: Another update is currently",
];

/** Whether an engine gave up because another one has the stack. */
export const isConflict = (said: readonly string[]): boolean =>
  said.some((line) => CONFLICTS.some((conflict) => line.includes(conflict)));

/** `11:02:03`, as the clock on the wall has it. */
const timeOf = (time: Date): string => time.toTimeString().slice(0, 8);

/**
 * Sends a signal to a process, or, with a negative target, to a process group.
 *
 * @returns false if there is no such process.
 * @throws whatever else the system says.
 */
export function sendSignal(target: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(target, name);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

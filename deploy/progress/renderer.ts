import type { DeployEvent } from "../events";

/** Shows what happens during a deployment, to a person or to a program. */
export interface DeployRenderer {
  readonly show: (event: DeployEvent) => void;
  /** Resolves when all of it has been shown, and the cursor is at the start of an empty line. */
  readonly close: () => Promise<void>;
}

/** What is needed of a terminal or a log. */
export interface LineStream {
  write(text: string): unknown;
}

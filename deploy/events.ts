import type { Changes } from "./run-report";

/** How a stack's run ended. */
export type StackResult = "succeeded" | "failed" | "interrupted";

/** What happens during a deployment. */
export type DeployEvent =
  /** Stacks that did not exist have been made. */
  | { readonly kind: "stacks-made"; readonly stacks: readonly string[] }
  /** A pass begins. */
  | { readonly kind: "pass"; readonly pass: number; readonly stacks: readonly string[] }
  /** Nothing is changed: what a deployment would do is found out. */
  | { readonly kind: "preview"; readonly stacks: readonly string[] }
  | { readonly kind: "started"; readonly stack: string }
  /** Something that was left over was dealt with, or is waited for. */
  | { readonly kind: "note"; readonly stack: string; readonly text: string }
  /** Once a second while a stack's run lasts. */
  | {
      readonly kind: "progress";
      readonly stack: string;
      readonly operations: number;
      readonly unchanged: number;
      readonly seconds: number;
      readonly waitingFor?: {
        readonly what: string;
        readonly seconds: number;
        readonly reason?: string;
      };
    }
  | ({ readonly kind: "ended" } & StackRun);

/** A run of the engine on one stack that has ended. */
export interface StackRun {
  readonly stack: string;
  readonly result: StackResult;
  readonly changes: Changes;
  readonly seconds: number;
  readonly errors: readonly string[];
}

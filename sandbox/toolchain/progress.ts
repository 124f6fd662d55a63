import { z } from "zod";
import { type AssetName, assetNames } from "./assets";
import { type ToolName, toolNames } from "./catalog";
import { pythonToolNames } from "./python-tools";

/** What is made here: a program, or files for one. */
export type Product = ToolName | AssetName;

/** Part of the state of the toolchain that a waiting process reads of another. */
export const buildProgressSchema = z.object({
  /** What is being made. */
  tool: z.enum([...toolNames, ...assetNames]),
  /** `downloading` counts Go modules or Python packages, `compiling` Go packages, the others nothing. */
  phase: z.enum(["downloading", "compiling", "linking", "installing"]),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  /** Since the build began. */
  elapsedMs: z.number(),
  /** Until everything that was asked for is there, estimated. */
  remainingMs: z.number(),
});

/** How far a build is. */
export type BuildProgress = z.infer<typeof buildProgressSchema>;

/** What happens while a toolchain is made ready; nothing at all if it is there. */
export type ToolchainEvent =
  | ({ readonly kind: "progress" } & BuildProgress)
  /** Another process builds: who, and how far it is, once that is known. */
  | { readonly kind: "waiting"; readonly pid: number; readonly progress?: BuildProgress }
  /** A tool is ready to run, or files are in place. */
  | { readonly kind: "built"; readonly tool: Product; readonly seconds: number };

/** One line about an event, without a line break. */
export function eventLine(event: ToolchainEvent): string {
  switch (event.kind) {
    case "progress":
      return `toolchain: ${progressText(event)}`;
    case "waiting": {
      const text = event.progress ? `: ${progressText(event.progress)}` : "";
      return `toolchain: waiting for the build of process ${event.pid}${text}`;
    }
    case "built":
      return `toolchain: ${event.tool} is ready after ${durationText(event.seconds * 1000)}`;
  }
}

function progressText({ tool, phase, done, total, elapsedMs, remainingMs }: BuildProgress): string {
  const unit = phase === "downloading" && !isPython(tool) ? "modules" : "packages";
  const count = phase === "linking" || total === 0 ? "" : ` ${done} of ${total} ${unit}`;
  return `${phase} ${tool}${count}, ${durationText(elapsedMs)} so far, about ${durationText(remainingMs)} left`;
}

const isPython = (product: Product): boolean => pythonToolNames.some((name) => name === product);

/** `40 s`, `3 min 20 s`, `1 h 05 min`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** What is needed of a terminal or a log. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows events; `close` leaves the cursor at the start of an empty line. */
export interface ProgressRenderer {
  readonly show: (event: ToolchainEvent) => void;
  readonly close: () => void;
}

/** Between two lines in a log, in ms. */
const LOG_INTERVAL_MS = 15_000;

const ERASE_LINE = "\r\u001b[2K";

/** One line that refreshes itself on a terminal; elsewhere a plain line every 15 s. */
export function renderProgress(
  stream: ProgressStream,
  now: () => number = Date.now,
): ProgressRenderer {
  return stream.isTTY ? onTerminal(stream) : inLog(stream, now);
}

function onTerminal(stream: ProgressStream): ProgressRenderer {
  let isOpen = false;
  return {
    show(event) {
      // A line that wraps cannot be erased.
      const line = eventLine(event).slice(0, (stream.columns ?? 80) - 1);
      isOpen = event.kind !== "built";
      stream.write(`${ERASE_LINE}${line}${isOpen ? "" : "\n"}`);
    },
    close() {
      if (isOpen) stream.write(ERASE_LINE);
      isOpen = false;
    },
  };
}

function inLog(stream: ProgressStream, now: () => number): ProgressRenderer {
  let nextAt = -Infinity;
  return {
    show(event) {
      if (event.kind !== "built" && now() < nextAt) return;
      nextAt = now() + LOG_INTERVAL_MS;
      stream.write(`${eventLine(event)}\n`);
    },
    close() {
      nextAt = -Infinity;
    },
  };
}

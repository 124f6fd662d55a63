import { expect } from "chai";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { globalPrometheusConfiguration } from "../../components/global-control-plane/prometheus-configuration";
import { leaving } from "../../monitoring/leaving";
import { prometheusConfig } from "../../monitoring/prometheus-config";
import { globalRules } from "../../monitoring/rules/global";
import { ruleFile } from "../../monitoring/rules/recording-rule";
import { regionRules } from "../../monitoring/rules/region";
import { CuttableLink } from "./cuttable-link";
import { eventually, PrometheusProcess } from "./prometheus-process";

const PORTS = { regional: 29090, global: 29091, exporter: 29092, link: 29093 } as const;

/**
 * Time is compressed 60 times: the partition of half an hour takes 30 s, and the log that samples wait
 * in is cut as if two hours were 2 min. Scrapes and rules come every second. The settings of the queue
 * are the real ones, its back-off of 5 s at most included.
 */
const COMPRESSED = 60;
const PARTITION_MS = (30 * 60_000) / COMPRESSED;
const BLOCK = `${(2 * 60) / COMPRESSED}m`;

const region = { name: "eu-west-1", residencyZone: "eu" };
const args = {
  region: { ...region, costUsdPerThousandIntents: 12.5 },
  maxConcurrentIntents: 100,
};
const TENANT = "a-tenant-that-must-not-leave";

/** Prometheus' own configuration, with the test's one target in place of all pods. */
function regionalConfiguration(): object {
  const written = parse(
    prometheusConfig({
      region,
      paths: { rules: "rules", certificate: { roots: "r", certificate: "c", key: "k" } },
      remoteWrites: [{ name: "us-east-1", url: `http://127.0.0.1:${PORTS.link}/api/v1/write` }],
    }),
  ) as Record<string, object>;
  return {
    ...written,
    scrape_configs: [
      {
        job_name: "gateway",
        scrape_interval: "1s",
        scrape_timeout: "900ms",
        static_configs: [{ targets: [`127.0.0.1:${PORTS.exporter}`] }],
      },
    ],
  };
}

const everySecond = (groups: ReturnType<typeof regionRules>): string =>
  ruleFile(groups.map((group) => ({ ...group, intervalSeconds: 1 })));

/** Tells of ten requests a second, one of which fails. */
async function exporter(): Promise<Server> {
  const since = Date.now();
  const labels =
    `reporter="source",source_workload="nephoran-gateway",tenant="${TENANT}",` +
    `destination_service="llm-processor-regional.nephoran-system.svc.cluster.local"`;
  const server = createServer((_, response) => {
    const seconds = (Date.now() - since) / 1000;
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(
      [
        `istio_requests_total{${labels},response_code="200"} ${9 * seconds}`,
        `istio_requests_total{${labels},response_code="503"} ${seconds}`,
        "",
      ].join("\n"),
    );
  });
  server.listen(PORTS.exporter, "127.0.0.1");
  await once(server, "listening");
  return server;
}

describe("a region's Prometheus, and the global one that it writes to", function () {
  this.timeout(180_000);

  const open: { close(): unknown }[] = [];
  let link: CuttableLink;
  let regional: PrometheusProcess;
  let global: PrometheusProcess;

  before(async () => {
    const target = await exporter();
    open.push(target);
    link = await CuttableLink.open(PORTS.link, PORTS.global);
    open.push(link);
    global = await PrometheusProcess.start({
      port: PORTS.global,
      configuration: {
        ...globalPrometheusConfiguration("us-east-1"),
        rule_files: ["rules/*.yaml"],
        alerting: undefined,
        scrape_configs: [],
      },
      rules: { "global.yaml": everySecond([...globalRules]) },
      flags: ["--web.enable-remote-write-receiver"],
    });
    open.push({ close: () => global.stop() });
    regional = await PrometheusProcess.start({
      port: PORTS.regional,
      configuration: regionalConfiguration(),
      rules: { "region.yaml": everySecond(regionRules(args)) },
      flags: [`--storage.tsdb.min-block-duration=${BLOCK}`],
      env: { POD_NAME: "prometheus-regional-0" },
    });
    open.push({ close: () => regional.stop() });
  });
  after(async () => {
    for (const one of open.reverse()) await one.close();
  });

  const valueOf = async (from: PrometheusProcess, expression: string): Promise<number> => {
    const [result] = await from.query(expression);
    return Number(result?.value?.[1]);
  };

  it("tell the same success from scrape to rule to remote write to query", async () => {
    await eventually(
      async () => Math.abs((await valueOf(global, "nephoran:global:request_rate")) - 10) < 0.5,
      60_000,
    );
    expect(await valueOf(global, "nephoran:global:success_ratio")).to.be.closeTo(0.9, 0.02);
    expect(await valueOf(global, "nephoran:global:regions_reporting")).to.equal(1);
    const [rate] = await global.query("nephoran:region:request_rate");
    expect(rate?.metric).to.deep.equal({
      __name__: "nephoran:region:request_rate",
      region: "eu-west-1",
      replica: "prometheus-regional-0",
    });
  });

  it("keep in the zone whatever is not listed", async () => {
    const names = new Set(leaving(region).series);
    const arrived = (await global.query(`{__name__=~".+"}`)).map(({ metric }) => metric);
    const foreign = arrived.filter(
      ({ __name__ = "" }) => !names.has(__name__) && !__name__.startsWith("nephoran:global:"),
    );
    expect(foreign).to.deep.equal([]);
    expect(JSON.stringify(arrived)).to.not.contain(TENANT);
    expect(await regional.query(`istio_requests_total{tenant="${TENANT}"}`)).to.have.length(2);
  });

  it("lose nothing in a partition of half an hour", async () => {
    const samples = async (from: PrometheusProcess): Promise<[number, string][]> => {
      const [result] = await from.query("nephoran:region:request_rate[5m]");
      return result?.values ?? [];
    };
    const began = Date.now() / 1000;
    link.cut();
    await sleep(PARTITION_MS);
    const [, last] = (await samples(global)).slice(-2);
    expect(last?.[0]).to.be.below(began + 2);
    expect(await valueOf(global, "nephoran:global:regions_reporting")).to.satisfy(
      (count: number) => Number.isNaN(count) || count === 1,
    );
    link.restore();

    const written = await samples(regional);
    const during = written.filter(([time]) => time > began + 2);
    expect(during.length).to.be.at.least(PARTITION_MS / 1000 - 5);
    await eventually(async () => {
      const arrived = new Map(await samples(global));
      return written.every(([time, value]) => arrived.get(time) === value);
    }, 60_000);
  });
});

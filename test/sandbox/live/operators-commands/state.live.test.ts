import { expect } from "chai";
import { z } from "zod";
import {
  describeLive,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { operator } from "./shells";
import { namesIn, rows } from "./table";

const lineSchema = z.object({ level: z.string(), time: z.iso.datetime(), entry: z.string() });

const REGIONS = ["us-east-1", "eu-west-1"];

describeLive("an operator of us-east-1", function () {
  this.timeout(90_000);

  let sandbox: SharedLiveSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
  });

  const run = (command: string): Promise<string> => operator(sandbox, command);

  it("applies an intent, and sees it with its priority and its regions", async () => {
    const applied = await run("kubectl apply -f - < promises/multi-region-test.yaml");
    const seen = await run("kubectl get networkintent multi-region-test -o wide");
    await run("kubectl delete networkintent multi-region-test");
    expect(applied).to.equal("networkintent.nephoran.com/multi-region-test created\n");
    expect(seen).to.match(
      /^NAME +PRIORITY +PHASE +AGE +REGIONS +PROGRESS +DESCRIPTION\nmulti-region-test +high +\d+s +us-east-1,eu-west-1 +Deploy global AMF with regional distribution\n$/,
    );
  });

  it("is told the state of CockroachDB's nodes, of both regions", async () => {
    const nodes = rows(
      await run(
        "kubectl exec cockroachdb-0 -n nephoran-global -- \\\n" +
          "  /cockroach/cockroach node status --certs-dir=/cockroach/cockroach-certs",
      ),
    );
    expect(
      nodes.map(([, address, , build, , , locality = "", , available, live]) =>
        [address, build, locality.split(",")[0], available, live].join(" "),
      ),
    ).to.have.members(
      REGIONS.flatMap((region) =>
        [0, 1, 2].map(
          (node) =>
            `cockroachdb-${String(node)}.cockroachdb.${region}.nephoran.local:26257 ` +
            `stand-in-on-postgresql region=${region} true true`,
        ),
      ),
    );
  });

  it("reads what a traffic controller has written, and what both have", async () => {
    const one = await run("kubectl logs deployment/traffic-controller -n nephoran-global");
    const both = await run("kubectl logs -l app=traffic-controller -n nephoran-global");
    for (const text of [one, both]) {
      const lines = text.trimEnd().split("\n");
      const entries = lines.map((line) => lineSchema.parse(JSON.parse(line)).entry);
      expect(new Set(entries)).to.deep.equal(new Set(["us-east-1"]));
    }
  });

  it("sees the global parts", async () => {
    const pods = namesIn(await run("kubectl get pods -n nephoran-global -o name"));
    const owners = pods.map((name) => name.replace(/(-[0-9a-f]+)?-(\d|[0-9a-z]{5})$/, ""));
    expect(owners).to.include.members([
      ...["alertmanager", "cockroachdb", "grafana", "kube-state-metrics"],
      ...["prometheus-global", "prometheus-regional", "traffic-controller"],
    ]);
  });

  it("sees the processors of each region by its context", async () => {
    for (const context of REGIONS) {
      const pods = rows(await run(`kubectl --context=${context} get pods -n nephoran-system`));
      const processors = pods.filter(([name]) => name?.startsWith("llm-processor-regional-"));
      expect(
        processors.map(([, ready, status]) => `${String(ready)} ${String(status)}`),
        context,
      ).to.deep.equal(["2/2 Running", "2/2 Running"]);
    }
  });
});

import { expect } from "chai";
import { z } from "zod";
import {
  describeLive,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../shared-live-sandbox";
import { attempt, operator } from "./shells";

const answerSchema = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.tuple([
      z.object({
        metric: z.object({ __name__: z.literal("nephoran:global:request_rate") }),
        value: z.tuple([z.number(), z.string()]),
      }),
    ]),
  }),
});

/** The rate of all requests that Prometheus answers with, 1/s. */
const rateIn = (answer: string): number =>
  Number(answerSchema.parse(JSON.parse(answer)).data.result[0].value[1]);

describeLive("an operator who asks for metrics", function () {
  this.timeout(90_000);

  let sandbox: SharedLiveSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedLiveSandbox();
  });

  for (const pod of [
    "-n nephoran-system deployment/llm-processor",
    "-n nephoran-global deployment/traffic-controller",
  ]) {
    it(`is answered by Prometheus in a pod: ${pod}`, async () => {
      const answer = await operator(
        sandbox,
        `kubectl exec ${pod} -- ` +
          "curl -s http://prometheus:9090/api/v1/query?query=nephoran:global:request_rate",
      );
      expect(rateIn(answer)).to.be.at.least(0);
    });
  }

  it("is answered by Prometheus at a port that is forwarded", async () => {
    const answer = await operator(
      sandbox,
      "coproc kubectl port-forward svc/prometheus :9090 -n nephoran-global; " +
        'read -r _ _ address _ <&"${COPROC[0]}"; ' +
        'curl -s "http://$address/api/v1/query?query=nephoran:global:request_rate"; ' +
        "kill $COPROC_PID",
    );
    expect(rateIn(answer)).to.be.at.least(0);
  });

  it("is told that Grafana, whose pods are KWOK's, has nothing to forward to", async () => {
    const { exitCode, errorLines } = await attempt(
      sandbox,
      "kubectl port-forward svc/grafana 3000:3000 -n nephoran-global",
    );
    expect(exitCode).to.equal(1);
    expect(errorLines.join("\n")).to.include("nothing of this pod runs here now");
  });
});

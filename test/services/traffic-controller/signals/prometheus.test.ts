import { expect } from "chai";
import { Agent } from "node:http";
import {
  PrometheusError,
  readSamples,
} from "../../../../services/traffic-controller/signals/prometheus";
import { SIGNALS_QUERY } from "../../../../services/traffic-controller/signals/signals-of";
import { answeringServer } from "../http/answering-server";

describe("a query to the region's Prometheus", () => {
  const server = answeringServer();
  const agent = new Agent({ keepAlive: true });
  after(() => {
    agent.destroy();
  });

  const read = (timeoutMs = 5_000) =>
    readSamples(
      { url: server.url, agent, timeoutMs, signal: new AbortController().signal },
      1_700_000_000_500,
    );
  const failure = async (timeoutMs?: number): Promise<string> => {
    const error = await read(timeoutMs).catch((reason: unknown) => reason);
    if (error instanceof PrometheusError) return error.message;
    throw new Error(`No PrometheusError: ${String(error)}`);
  };

  it("is one, for the time that the controller has, and gives each series' last sample", async () => {
    const asked: string[] = [];
    server.answer = ({ url = "" }, response) => {
      asked.push(url);
      const metric = { __name__: "up", job: "gateway" };
      const values = [
        [1_700_000_000, "0"],
        [1_700_000_000.25, "NaN"],
      ];
      const data = { resultType: "matrix", result: [{ metric, values }] };
      response.end(JSON.stringify({ status: "success", data }));
    };
    const [sample] = await read();
    expect(sample).to.deep.equal({
      labels: { __name__: "up", job: "gateway" },
      atMs: 1_700_000_000_250,
      value: Number.NaN,
    });
    expect(asked).to.have.length(1);
    const url = new URL(asked[0] ?? "", server.url);
    expect(url.pathname).to.equal("/api/v1/query");
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      query: SIGNALS_QUERY,
      time: "1700000000.5",
      timeout: "5000ms",
    });
  });

  it("fails where Prometheus answers with an error", async () => {
    server.answer = (_, response) => response.writeHead(503).end();
    expect(await failure()).to.equal("Prometheus tells nothing: it answers with 503");
  });

  it("fails where it hangs", async () => {
    server.answer = () => undefined;
    expect(await failure(30)).to.match(/^Prometheus tells nothing: .* within 30 ms$/);
  });

  for (const body of [
    "",
    '{"status":"error"}',
    '{"status":"success","data":{"resultType":"vector","result":[]}}',
  ]) {
    it(`fails where it answers ${body || "nothing"}`, async () => {
      server.answer = (_, response) => response.end(body);
      expect(await failure()).to.equal("Prometheus answers something else than samples.");
    });
  }
});

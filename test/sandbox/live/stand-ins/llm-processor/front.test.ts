import { expect } from "chai";
import { frontListener } from "../../../../../sandbox/live/stand-ins/llm-processor/front";
import { endServers, serve } from "./serving";

describe("the stand-in for llm-processor", () => {
  afterEach(endServers);

  const front = (endpoint: string): Promise<string> =>
    serve(frontListener({ REGION: "eu-west-1", HTTP_PORT: 8_080, REGIONAL_ENDPOINT: endpoint }));

  it("hands requests on to the region's gateway under the gateway's name, and answers back", async () => {
    const gateway = await serve((request, response) => {
      const { method, url, headers } = request;
      response.setHeader("x-nephoran-region", "us-east-1");
      response.statusCode = 201;
      request.setEncoding("utf8").on("data", (body: string) => {
        response.end(
          JSON.stringify({
            method,
            url,
            body,
            host: headers.host,
            key: headers["idempotency-key"],
          }),
        );
      });
    });
    const answer = await fetch(`${await front(gateway)}/v1/intents?dry=1`, {
      method: "POST",
      headers: { "idempotency-key": "one" },
      body: "deploy",
    });
    expect(answer.status).to.equal(201);
    expect(answer.headers.get("x-nephoran-region")).to.equal("us-east-1");
    expect(await answer.json()).to.deep.equal({
      method: "POST",
      url: "/v1/intents?dry=1",
      body: "deploy",
      host: new URL(gateway).host,
      key: "one",
    });
  });

  it("says so where the gateway does not answer, and is well all the same", async () => {
    const url = await front("http://127.0.0.1:1");
    const answer = await fetch(`${url}/v1/intents`);
    expect(answer.status).to.equal(502);
    expect(((await answer.json()) as { error: string }).error).to.match(
      /^The region's gateway does not answer: /,
    );
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);
  });

  it("hands on nothing that is not below /v1, and tells its own metrics", async () => {
    const url = await front("http://127.0.0.1:1");
    expect((await fetch(`${url}/faults`)).status).to.equal(404);
    expect(await (await fetch(`${url}/metrics`)).text()).to.include("process_cpu_seconds_total");
  });
});

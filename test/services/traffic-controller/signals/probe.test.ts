import { expect } from "chai";
import { Agent } from "node:http";
import type { ProbeAnswer } from "../../../../services/traffic-controller/controller/controller";
import { pollRegions } from "../../../../services/traffic-controller/signals/poller";
import { probe } from "../../../../services/traffic-controller/signals/probe";
import { toWire } from "../../../../services/traffic-controller/signals/wire";
import { answeringServer } from "../http/answering-server";

const MARK = "x-nephoran-region";

describe("a probe", () => {
  const server = answeringServer();
  const agent = new Agent({ keepAlive: true });
  after(() => {
    agent.destroy();
  });

  const ask = (timeoutMs = 5_000): Promise<ProbeAnswer | undefined> => {
    const times = [100, 142];
    const bounds = { agent, timeoutMs, signal: new AbortController().signal };
    return probe(server.url, "eu-west-1", bounds, () => times.shift() ?? Number.NaN);
  };

  it("asks the own gateway for the region, and gives the report and the round trip", async () => {
    let asked = "";
    server.answer = ({ url = "" }, response) => {
      asked = url;
      response.setHeader(MARK, "eu-west-1");
      response.end(toWire("eu-west-1", { identity: "b", served: { "eu-west-1": 100 } }));
    };
    expect(await ask()).to.deep.equal({
      roundTripMs: 42,
      report: { identity: "b", served: { "eu-west-1": 100 } },
    });
    expect(asked).to.equal("/signals/eu-west-1");
  });

  it("proves the link by any status that the region's gateway has marked", async () => {
    for (const status of [404, 503, 504]) {
      server.answer = (_, response) => {
        response.writeHead(status, { [MARK]: "eu-west-1" }).end("no controller");
      };
      expect(await ask()).to.deep.equal({ roundTripMs: 42 });
    }
  });

  it("believes no report that comes with another status, or is none", async () => {
    for (const [status, body] of [
      [500, toWire("eu-west-1", {})],
      [200, "<html>"],
      [200, toWire("us-west-2", {})],
    ] as const) {
      server.answer = (_, response) => {
        response.writeHead(status, { [MARK]: "eu-west-1" }).end(body);
      };
      expect(await ask()).to.deep.equal({ roundTripMs: 42 });
    }
  });

  it("fails where only the own gateway has answered, or another region's", async () => {
    for (const headers of [{}, { [MARK]: "us-west-2" }]) {
      server.answer = (_, response) => {
        response.writeHead(200, headers).end(toWire("eu-west-1", {}));
      };
      expect(await ask()).to.equal(undefined);
    }
  });

  it("fails at its bound, also when an answer has begun", async () => {
    server.answer = (_, response) => {
      response.setHeader(MARK, "eu-west-1");
      response.write("{");
    };
    expect(await ask(30)).to.equal(undefined);
  });

  describe("of all regions", () => {
    it("is never late because of one that hangs, and never twice under way", async () => {
      const underWay = { slow: 0, most: 0 };
      server.answer = ({ url = "" }, response) => {
        if (url.endsWith("/slow")) {
          underWay.slow++;
          underWay.most = Math.max(underWay.most, underWay.slow);
          response.on("close", () => underWay.slow--);
          return;
        }
        response.setHeader(MARK, "quick").end(toWire("quick", {}));
      };
      const counts: Record<string, number> = { "quick answered": 0, "slow failed": 0 };
      const count = (what: string): void => {
        counts[what] = (counts[what] ?? 0) + 1;
        if ((counts["slow failed"] ?? 0) >= 2) ending.abort();
      };
      const ending = new AbortController();
      await pollRegions(
        {
          gatewayUrl: server.url,
          regions: ["quick", "slow"],
          agent,
          intervalMs: 20,
          timeoutMs: 200,
        },
        {
          answered: (region) => {
            count(`${region} answered`);
          },
          failed: (region) => {
            count(`${region} failed`);
          },
        },
        ending.signal,
      );
      expect(Object.keys(counts)).to.deep.equal(["quick answered", "slow failed"]);
      // 400 ms for the slow one, a probe each 20 ms for the other; a busy machine makes it fewer.
      expect(counts["quick answered"]).to.be.at.least(5);
      expect(underWay.most).to.equal(1);
    });

    it("says nothing of a probe that was given up", async () => {
      const ending = new AbortController();
      server.answer = () => {
        ending.abort();
      };
      const said: string[] = [];
      await pollRegions(
        { gatewayUrl: server.url, regions: ["a"], agent, intervalMs: 20, timeoutMs: 5_000 },
        { answered: (region) => said.push(region), failed: (region) => said.push(region) },
        ending.signal,
      );
      expect(said).to.deep.equal([]);
    });
  });
});

import { expect } from "chai";
import { answerMetrics } from "../../../../../sandbox/live/pods/kubelet/metrics";

const sources = {
  reviews: {
    userOf: (token: string) =>
      Promise.resolve(
        token === "unknown" ? undefined : { username: token, groups: ["system:authenticated"] },
      ),
    mayReadMetrics: ({ username }: { readonly username: string }) =>
      Promise.resolve(username === "prometheus"),
  },
  nodes: {
    nodeAt: (address: string) =>
      Promise.resolve(address === "10.1.0.2" ? "us-east-1a-2" : undefined),
  },
  usage: {
    usageOf: (node: string) =>
      Promise.resolve({
        at: 5,
        containers: [],
        pods: [
          {
            namespace: "n",
            pod: `on-${node}`,
            id: "i",
            devices: [{ device: "eth0", receivedBytes: 1, sentBytes: 2 }],
          },
        ],
      }),
  },
};

describe("a kubelet that is asked for metrics", () => {
  const ask = (authorization: string | undefined, host: string | undefined) =>
    answerMetrics({ authorization, host }, sources);

  it("answers whoever may read them with those of the node that was asked", async () => {
    const { status, type, text } = await ask("Bearer prometheus", "10.1.0.2:26405");
    expect([status, type]).to.deep.equal([200, "text/plain; version=0.0.4; charset=utf-8"]);
    expect(text).to.include('pod="on-us-east-1a-2"} 1 5\n');
  });

  for (const [who, authorization] of [
    ["who says nothing of himself", undefined],
    ["who has no token", "Basic cHJvbWV0aGV1cw=="],
    ["whom the API server does not know", "Bearer unknown"],
  ] as const) {
    it(`tells nothing to somebody ${who}`, async () => {
      expect((await ask(authorization, "10.1.0.2:26405")).status).to.equal(401);
    });
  }

  it("tells nothing to somebody who may not read them, and says who that is", async () => {
    const { status, text } = await ask("Bearer default", "10.1.0.2:26405");
    expect(status).to.equal(403);
    expect(text).to.equal("default may not get nodes/metrics of us-east-1a-2\n");
  });

  for (const host of ["10.1.0.9:26405", "localhost:26405", undefined]) {
    it(`is no node at ${host ?? "no address"}`, async () => {
      expect((await ask("Bearer prometheus", host)).status).to.equal(404);
    });
  }
});

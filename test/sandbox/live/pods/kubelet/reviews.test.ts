import { expect } from "chai";
import { Reviews } from "../../../../../sandbox/live/pods/kubelet/reviews";

const PROMETHEUS = {
  username: "system:serviceaccount:nephoran-global:prometheus-regional",
  uid: "u",
  groups: ["system:serviceaccounts"],
};

/** An API server that knows one token, and what its owner may. */
function apiServer() {
  const asked: { path: string; spec: unknown }[] = [];
  let allowed = true;
  const call = (_method: string, path: string, body?: { readonly object: object }) => {
    const { spec } = body?.object as { spec: { token?: string } };
    asked.push({ path, spec });
    if (path.endsWith("/subjectaccessreviews")) return Promise.resolve({ status: { allowed } });
    return Promise.resolve({
      status: spec.token === "good" ? { authenticated: true, user: PROMETHEUS } : { error: "no" },
    });
  };
  return {
    call,
    asked,
    forbid: () => {
      allowed = false;
    },
  };
}

describe("who may read a kubelet's metrics", () => {
  it("is asked of the API server, in the words of a kubelet", async () => {
    const api = apiServer();
    const reviews = new Reviews(api);
    const user = await reviews.userOf("good");
    expect(user).to.deep.equal(PROMETHEUS);
    expect(user && (await reviews.mayReadMetrics(user, "us-east-1a-1"))).to.equal(true);
    expect(api.asked).to.deep.equal([
      { path: "/apis/authentication.k8s.io/v1/tokenreviews", spec: { token: "good" } },
      {
        path: "/apis/authorization.k8s.io/v1/subjectaccessreviews",
        spec: {
          user: PROMETHEUS.username,
          uid: "u",
          groups: ["system:serviceaccounts"],
          resourceAttributes: {
            verb: "get",
            version: "v1",
            resource: "nodes",
            subresource: "metrics",
            name: "us-east-1a-1",
          },
        },
      },
    ]);
  });

  it("is nobody whose token the API server does not know, each time anew", async () => {
    const api = apiServer();
    const reviews = new Reviews(api);
    expect(await reviews.userOf("bad")).to.equal(undefined);
    expect(await reviews.userOf("bad")).to.equal(undefined);
    expect(api.asked).to.have.length(2);
  });

  it("is remembered for a minute, of each node by itself", async () => {
    const api = apiServer();
    let now = 0;
    const reviews = new Reviews(api, () => now);
    const review = async (node: string) => {
      const user = await reviews.userOf("good");
      return user && (await reviews.mayReadMetrics(user, node));
    };
    await review("a");
    now = 59_999;
    await review("a");
    expect(api.asked).to.have.length(2);
    await review("b");
    expect(api.asked).to.have.length(3);
    now = 60_000;
    api.forbid();
    expect(await review("a")).to.equal(false);
    expect(api.asked).to.have.length(5);
  });
});

import { expect } from "chai";
import { endpointsOf } from "../../../drills/faults/envoy-endpoints";
import { frozenShifts, onlyEndpointOf, withoutWriting } from "../../../drills/faults/layers";
import { REGION_LABEL } from "../../../components/labels";

const endpoint = (region: string, address: string) => ({
  address,
  labels: { tier0: "in", [REGION_LABEL]: region },
});

describe("a weighted host without fallback", () => {
  it("keeps the endpoint of the region that it is named after, as it is", () => {
    const own = endpoint("atlantis", "198.18.0.9");
    const other = endpoint("brigadoon", "198.18.4.9");
    const object = { metadata: {}, spec: { hosts: ["a"], endpoints: [other, own] } };
    expect(onlyEndpointOf("atlantis")(object)).to.deep.equal({ spec: { endpoints: [own] } });
  });

  it("is left alone where that region has none", () => {
    const object = { spec: { endpoints: [endpoint("brigadoon", "198.18.4.9")] } };
    expect(onlyEndpointOf("atlantis")(object)).to.equal(undefined);
    expect(onlyEndpointOf("atlantis")({ spec: {} })).to.equal(undefined);
  });
});

describe("a traffic controller that may not write", () => {
  it("reads its routes, and keeps all its other rights", () => {
    const routes = {
      apiGroups: ["networking.istio.io"],
      resources: ["virtualservices"],
      resourceNames: ["routes"],
      verbs: ["get", "patch"],
    };
    const events = { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create"] };
    expect(withoutWriting({ rules: [routes, events] })).to.deep.equal({
      rules: [{ ...routes, verbs: ["get"] }, events],
    });
  });
});

describe("shifts that operators freeze", () => {
  /** Commands that were given, of which one kind fails. */
  function operators(failing?: string) {
    const given: string[] = [];
    const injection = frozenShifts((command = "", ...more) => {
      given.push([command, ...more].slice(0, 2).join(" "));
      return command === failing ? Promise.reject(new Error(command)) : Promise.resolve();
    });
    return { injection, given };
  }

  it("are let go once, and only if they have been frozen", async () => {
    const { injection, given } = operators();
    await injection.end();
    expect(given).to.deep.equal([]);
    await injection.begin();
    await injection.end();
    await injection.end();
    expect(given).to.deep.equal(["freeze --for", "lift freeze"]);
  });

  it("are let go where not every cluster took the order", async () => {
    const { injection, given } = operators("freeze");
    const outcome = await injection.begin().catch((error: unknown) => error);
    expect(outcome).to.be.an("error");
    await injection.end();
    expect(given.at(-1)).to.equal("lift freeze");
  });

  it("are let go at a second try where the first one fails, which is told", async () => {
    const { injection, given } = operators("lift");
    await injection.begin();
    for (const time of [1, 2]) {
      const outcome = await injection.end().catch((error: unknown) => error);
      expect(outcome, `time ${time}`).to.be.an("error");
    }
    expect(given.slice(1)).to.deep.equal(["lift freeze", "lift freeze"]);
  });
});

describe("whom an Envoy may send requests to", () => {
  it("is read of its clusters, by their host", () => {
    const clusters = [
      "outbound|14443||a.failover.nephoran.local::observability_name::outbound|14443||a",
      "outbound|14443||a.failover.nephoran.local::default_priority::max_connections::4294967295",
      "outbound|14443||a.failover.nephoran.local::10.96.0.7:14443::cx_active::2",
      "outbound|14443||a.failover.nephoran.local::10.96.0.7:14443::health_flags::healthy",
      "outbound|14443||a.failover.nephoran.local::198.18.4.9:14443::cx_active::0",
      "outbound|14443||b.failover.nephoran.local::198.18.8.9:14443::cx_active::0",
    ].join("\n");
    expect([...endpointsOf(clusters, "a.failover.nephoran.local")]).to.deep.equal([
      "10.96.0.7:14443",
      "198.18.4.9:14443",
    ]);
    expect(endpointsOf(clusters, "c.failover.nephoran.local").size).to.equal(0);
  });
});

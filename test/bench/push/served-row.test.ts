import { expect } from "chai";
import { servedRow } from "../../../bench/push/served-row";

const cluster = (host: string, weight: number) => ({ name: `outbound|8443||${host}`, weight });

/** A configuration of routes as Envoy dumps it, with one host whose route has these weights. */
const config = (lastUpdated: string, clusters: readonly object[], name = "weighted") => ({
  version_info: "1",
  last_updated: lastUpdated,
  route_config: {
    name: "https.443",
    virtual_hosts: [
      {
        name: "nephoran.io:443",
        routes: [
          { name: "health", route: { cluster: "outbound|80||health" } },
          { name, route: { weighted_clusters: { clusters } } },
        ],
      },
    ],
  },
});

const row = [cluster("a.example", 60), cluster("b.example", 40)];

describe("the row that an Envoy serves", () => {
  it("is read with the time at which Envoy has taken it", () => {
    const dump = { configs: [config("2026-01-31T10:00:00.250Z", row)] };
    expect(servedRow(dump, "weighted")).to.deep.equal({
      weights: { "a.example": 60, "b.example": 40 },
      at: Date.parse("2026-01-31T10:00:00.250Z"),
    });
  });

  it("is there once all listeners have it", () => {
    const [first, second] = ["2026-01-31T10:00:00.250Z", "2026-01-31T10:00:00.900Z"];
    const before = [cluster("a.example", 90), cluster("b.example", 10)];
    const half = { configs: [config(first, row), config(first, before)] };
    expect(servedRow(half, "weighted")).to.equal(undefined);
    const whole = { configs: [config(first, row), config(second, row)] };
    expect(servedRow(whole, "weighted")?.at).to.equal(Date.parse(second));
  });

  it("is of the route that was asked for, and of none if there is no such one", () => {
    const other = [cluster("a.example", 1), cluster("b.example", 99)];
    const at = "2026-01-31T10:00:00Z";
    const dump = { configs: [config(at, other, "region"), config(at, row)] };
    expect(servedRow(dump, "weighted")?.weights).to.deep.equal({
      "a.example": 60,
      "b.example": 40,
    });
    expect(servedRow(dump, "another")).to.equal(undefined);
    expect(servedRow({}, "weighted")).to.equal(undefined);
  });
});

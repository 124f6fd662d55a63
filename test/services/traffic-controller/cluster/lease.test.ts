import { expect } from "chai";
import { ApiError } from "../../../../services/traffic-controller/cluster/api-error";
import { Lease } from "../../../../services/traffic-controller/cluster/lease";
import type { LeaseRecord } from "../../../../services/traffic-controller/controller/controller";
import { ScriptedApi } from "./scripted-api";

const name = { namespace: "nephoran-global", name: "traffic-controller" };
const path = "/apis/coordination.k8s.io/v1/namespaces/nephoran-global/leases";
const bounds = { timeoutMs: 1, signal: new AbortController().signal };

const record: LeaseRecord = {
  resourceVersion: "7",
  holder: "a",
  durationSeconds: 6,
  acquiredAtMs: Date.UTC(2026, 0, 1),
  renewedAtMs: Date.UTC(2026, 0, 1, 0, 0, 1, 250),
  transitions: 3,
};
const object = {
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { ...name, resourceVersion: "7" },
  spec: {
    holderIdentity: "a",
    leaseDurationSeconds: 6,
    acquireTime: "2026-01-01T00:00:00.000000Z",
    renewTime: "2026-01-01T00:00:01.250000Z",
    leaseTransitions: 3,
  },
};

describe("the Lease", () => {
  it("is read as it is", async () => {
    const api = new ScriptedApi([object]);
    expect(await new Lease(api, name).read(bounds)).to.deep.equal(record);
    expect(api.asked).to.deep.equal([{ method: "GET", path: `${path}/traffic-controller` }]);
  });

  it("is free where nobody has held it yet, and nothing where there is none", async () => {
    const empty = { ...object, spec: {} };
    expect(await new Lease(new ScriptedApi([empty]), name).read(bounds)).to.deep.include({
      resourceVersion: "7",
      holder: "",
    });
    const missing = new ApiError("gone", { status: 404 });
    expect(await new Lease(new ScriptedApi([missing]), name).read(bounds)).to.equal(undefined);
  });

  it("is created without a version, and changed only at the one that was read", async () => {
    const { holder, durationSeconds, acquiredAtMs, renewedAtMs, transitions } = record;
    const fresh = { holder, durationSeconds, acquiredAtMs, renewedAtMs, transitions };
    const api = new ScriptedApi([object, { ...object, metadata: { resourceVersion: "8" } }]);
    const lease = new Lease(api, name);
    await lease.write({ do: "create", record: fresh }, bounds);
    const renewed = await lease.write({ do: "renew", record }, bounds);
    expect(renewed).to.deep.equal({ ...record, resourceVersion: "8" });
    expect(api.asked).to.deep.equal([
      { method: "POST", path, body: { ...object, metadata: name } },
      { method: "PUT", path: `${path}/traffic-controller`, body: object },
    ]);
  });

  it("tells whoever was not first", async () => {
    const api = new ScriptedApi([new ApiError("first", { status: 409 })]);
    const error = await new Lease(api, name)
      .write({ do: "acquire", record }, bounds)
      .catch((reason: unknown) => reason);
    expect(error).to.have.property("kind", "conflict");
  });
});

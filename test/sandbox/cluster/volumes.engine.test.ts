import { expect } from "chai";
import { eventually } from "../processes/shell-process";
import { claim, statefulSet } from "./engine-workloads";
import { ownRegion } from "./own-region";

/** Beside the suite of control planes, which has the 20 ports before. */
const PORT_BASE = 28_420;

describe("a region's volumes", function () {
  this.timeout(120_000);
  const region = ownRegion(PORT_BASE);
  const kubectl = () => region().kubectl;

  const volumeOf = (name: string) => kubectl().field(`pvc/${name}`, ".spec.volumeName");
  const zoneOf = (volume: string) =>
    kubectl().field(`pv/${volume}`, "..nodeSelectorTerms[0]..values[0]");
  const capacity = {
    asked: (name: string) => kubectl().field(`pvc/${name}`, ".spec.resources.requests.storage"),
    claimed: (name: string) => kubectl().field(`pvc/${name}`, ".status.capacity.storage"),
    there: async (name: string) =>
      kubectl().field(`pv/${await volumeOf(name)}`, ".spec.capacity.storage"),
  };
  const ask = (storage: string) =>
    JSON.stringify({ spec: { resources: { requests: { storage } } } });

  it("are bound to a StatefulSet's claims in its pods' zones, and deleted after them", async () => {
    await kubectl().runWith([statefulSet("db", 1)], "create", "-f", "-");
    await kubectl().run("rollout", "status", "statefulset/db", "--timeout=30s");
    expect(await kubectl().field("pvc/data-db-0", ".status.phase")).to.equal("Bound");
    const volume = await volumeOf("data-db-0");
    expect(await kubectl().field("pod/db-0", ".spec.nodeName")).to.match(
      new RegExp(`^${await zoneOf(volume)}-[12]$`),
    );

    await kubectl().run("delete", "statefulset/db", "pvc/data-db-0", "--timeout=30s");
    await kubectl().run("wait", `pv/${volume}`, "--for=delete", "--timeout=30s");
  });

  it("are bound to claims that were there before the StatefulSet, one in each zone", async () => {
    const names = [0, 1, 2].map((pod) => `data-weaviate-${String(pod)}`);
    const uids = () => kubectl().run("get", "pvc", "-o=jsonpath={..metadata.uid}");
    await kubectl().runWith(names.map(claim), "create", "-f", "-");
    const before = await uids();
    await eventually(async () => {
      const waiting = await kubectl().run("get", "events", "-o=jsonpath={..reason}");
      return waiting.includes("WaitForFirstConsumer") || undefined;
    });

    await kubectl().runWith([statefulSet("weaviate", 3)], "create", "-f", "-");
    await kubectl().run("rollout", "status", "statefulset/weaviate", "--timeout=30s");
    expect(await uids()).to.equal(before);
    const zones = names.map(async (name) => zoneOf(await volumeOf(name)));
    expect(await Promise.all(zones)).to.have.members([...region().zones]);
  });

  it("grow when their claims do, and again", async () => {
    for (const storage of ["2Gi", "2500M"]) {
      await kubectl().run("patch", "pvc/data-weaviate-1", "--type=merge", "-p", ask(storage));
      await eventually(
        async () => (await capacity.claimed("data-weaviate-1")) === storage || undefined,
      );
      expect(await capacity.there("data-weaviate-1")).to.equal(storage);
    }
    expect(await capacity.claimed("data-weaviate-0")).to.equal("1Gi");
    expect(await capacity.there("data-weaviate-0")).to.equal("1Gi");
  });

  it("keep their zone and their claim when they grow", async () => {
    const volume = await volumeOf("data-weaviate-1");
    expect(await kubectl().field(`pv/${volume}`, ".status.phase")).to.equal("Bound");
    expect(await kubectl().field("pvc/data-weaviate-1", ".status.phase")).to.equal("Bound");
    expect(await kubectl().field("pod/weaviate-1", ".spec.nodeName")).to.match(
      new RegExp(`^${await zoneOf(volume)}-[12]$`),
    );
  });

  it("cannot shrink", async () => {
    const shrink = ["patch", "pvc/data-weaviate-1", "--type=merge", "-p", ask("1Gi")];
    expect(await kubectl().refusal("", ...shrink)).to.contain(
      "field can not be less than status.capacity",
    );
    expect(await capacity.asked("data-weaviate-1")).to.equal("2500M");
  });

  it("grow also in a region that was started when they could not", async () => {
    const storageClass = ["patch", "storageclass/standard", "--type=merge", "-p"];
    await kubectl().run(...storageClass, '{"allowVolumeExpansion":false}');
    const grow = ["patch", "pvc/data-weaviate-0", "--type=merge", "-p", ask("2Gi")];
    expect(await kubectl().refusal("", ...grow)).to.contain("only dynamically provisioned pvc");
    await region().start([]);
    await kubectl().run(...grow);
    await eventually(
      async () => (await capacity.claimed("data-weaviate-0")) === "2Gi" || undefined,
    );
  });
});

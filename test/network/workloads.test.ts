import { expect } from "chai";
import { networkGraph } from "../../network/graph";
import type { Manifest } from "../../render/manifest";
import { a, summary, template } from "./samples";

describe("the workloads of a network graph", () => {
  it("are the pods of every kind that makes some", () => {
    const kinds = ["Deployment", "StatefulSet", "DaemonSet", "Job"].map((kind): Manifest => ({
      apiVersion: "v1",
      kind,
      metadata: { name: kind.toLowerCase(), namespace: "n" },
      spec: { template: template({}) },
    }));
    const cron: Manifest = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "cronjob", namespace: "n" },
      spec: { jobTemplate: { spec: { template: template({}) } } },
    };
    const outgoing = summary(...kinds, cron).filter((edge) => edge.includes("> anywhere"));
    expect(outgoing).to.deep.equal(
      ["cronjob", "daemonset", "deployment", "job", "statefulset"].map(
        (name) => `n/${name} > anywhere any`,
      ),
    );
  });

  it("are not on the node's network, and no two have one name", () => {
    const onHost = {
      ...a,
      spec: { template: { spec: { hostNetwork: true, containers: [] } } },
    };
    expect(() => networkGraph([onHost])).to.throw(/Deployment n\/a uses the node's network/);
    expect(() => networkGraph([a, a])).to.throw("Two workloads are called n/a");
  });
});

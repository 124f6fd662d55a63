import { expect } from "chai";
import fc from "fast-check";
import {
  environmentOf,
  expand,
  MissingReference,
  type ReferencedObjects,
} from "../../../../sandbox/live/pods/environment";
import { ADDRESSES, container, samplePod } from "./sample-pod";

const objects: ReferencedObjects = {
  configMap: (name) =>
    name === "words" ? { one: Buffer.from("1"), two: Buffer.from("2") } : undefined,
  secret: (name) => (name === "hidden" ? { key: Buffer.from("value") } : undefined),
};

function environment(more: Record<string, unknown>): Record<string, string> {
  const pod = samplePod({ containers: [container("main", more)] });
  const [main] = pod.spec.containers;
  if (main === undefined) throw new Error("the sample has a container");
  const kubernetes = { host: "10.96.0.1", port: 443 };
  return { ...environmentOf(main, { pod, addresses: ADDRESSES, objects, kubernetes }) };
}

describe("a container's environment", () => {
  it("says where the API server is", () => {
    expect(environment({})).to.include({
      KUBERNETES_SERVICE_HOST: "10.96.0.1",
      KUBERNETES_SERVICE_PORT: "443",
      KUBERNETES_PORT_443_TCP: "tcp://10.96.0.1:443",
    });
  });

  it("has whole objects first and single values after them, which win", () => {
    const found = environment({
      envFrom: [
        { prefix: "W_", configMapRef: { name: "words" } },
        { secretRef: { name: "hidden" } },
      ],
      env: [
        { name: "W_two", value: "own" },
        { name: "BOTH", value: "$(W_one)-$(W_two)-$(key)" },
      ],
    });
    expect(found).to.include({ W_one: "1", W_two: "own", key: "value", BOTH: "1-own-value" });
  });

  it("has values of keys, of the pod's fields and of the container's resources", () => {
    const found = environment({
      resources: { limits: { cpu: "1500m", memory: "64Mi" } },
      env: [
        { name: "KEY", valueFrom: { secretKeyRef: { name: "hidden", key: "key" } } },
        { name: "ONE", valueFrom: { configMapKeyRef: { name: "words", key: "one" } } },
        { name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "APP", valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
        { name: "ZONE", valueFrom: { fieldRef: { fieldPath: "metadata.labels['zone']" } } },
        { name: "CPU", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "0" } } },
        {
          name: "MILLI",
          valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } },
        },
        {
          name: "MEMORY",
          valueFrom: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } },
        },
      ],
    });
    expect(found).to.include({
      ...{ KEY: "value", ONE: "1", IP: "10.1.253.2", APP: "sample", ZONE: "" },
      ...{ CPU: "2", MILLI: "1500", MEMORY: "64" },
    });
  });

  it("leaves out what is optional and missing", () => {
    const valueFrom = { secretKeyRef: { name: "none", key: "key", optional: true } };
    expect(environment({ env: [{ name: "A", valueFrom }] })).not.to.have.property("A");
  });

  for (const [what, more, message] of [
    ["object", { envFrom: [{ configMapRef: { name: "none" } }] }, 'ConfigMap "none" not found'],
    [
      "key",
      { env: [{ name: "A", valueFrom: { secretKeyRef: { name: "hidden", key: "b" } } }] },
      `couldn't find key b in Secret "hidden"`,
    ],
  ] as const) {
    it(`cannot be made without an ${what} that has to be there`, () => {
      expect(() => environment(more))
        .to.throw(MissingReference)
        .with.property("message", message);
    });
  }

  it("expands known names, keeps unknown ones, and takes $$ for $", () => {
    expect(expand("$(A) $(B) $$(A) $A", { A: "a" })).to.equal("a $(B) $(A) $A");
  });

  it("leaves a text without a dollar as it is", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("$")),
        fc.dictionary(fc.string(), fc.string()),
        (text, known) => expand(text, known) === text,
      ),
    );
  });
});

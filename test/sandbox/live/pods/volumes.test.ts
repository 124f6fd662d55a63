import { expect } from "chai";
import type { ReferencedObjects } from "../../../../sandbox/live/pods/environment";
import { MissingReference } from "../../../../sandbox/live/pods/environment";
import {
  referencedNames,
  tokenRequests,
  volumeFiles,
  volumeKind,
} from "../../../../sandbox/live/pods/volumes";
import { ADDRESSES, container, samplePod } from "./sample-pod";

const objects: ReferencedObjects = {
  configMap: (name) =>
    name === "words" ? { a: Buffer.from("1"), b: Buffer.from("2") } : undefined,
  secret: (name) => (name === "hidden" ? { key: Buffer.from([0, 255]) } : undefined),
};

function filesOf(volume: Record<string, unknown>): Record<string, [string, string]> {
  const pod = samplePod({
    containers: [container("main")],
    volumes: [{ name: "sample", ...volume }],
  });
  const [found] = pod.spec.volumes;
  if (found === undefined) throw new Error("the sample has a volume");
  const token = ({ audience = "own" }) =>
    audience === "none" ? undefined : `token for ${audience}`;
  const files = volumeFiles(found, { pod, addresses: ADDRESSES, objects, token });
  return Object.fromEntries(
    Object.entries(files).map(([path, { content, mode }]) => [
      path,
      [content.toString("latin1"), mode.toString(8)],
    ]),
  );
}

describe("a pod's volumes", () => {
  it("have all of a ConfigMap, or what is chosen of it under another name", () => {
    expect(filesOf({ configMap: { name: "words" } })).to.deep.equal({
      a: ["1", "644"],
      b: ["2", "644"],
    });
    const items = [{ key: "b", path: "folder/b.txt", mode: 0o600 }];
    expect(filesOf({ configMap: { name: "words", items } })).to.deep.equal({
      "folder/b.txt": ["2", "600"],
    });
  });

  it("have a Secret's bytes as they are, with the volume's mode", () => {
    expect(filesOf({ secret: { secretName: "hidden", defaultMode: 0o400 } })).to.deep.equal({
      key: ["\u0000\u00ff", "400"],
    });
  });

  it("tell labels and addresses", () => {
    const items = [
      { path: "labels", fieldRef: { fieldPath: "metadata.labels" } },
      { path: "node", fieldRef: { fieldPath: "status.hostIP" } },
    ];
    expect(filesOf({ downwardAPI: { items } })).to.deep.equal({
      labels: ['app="sample"', "644"],
      node: ["10.1.0.1", "644"],
    });
  });

  it("project several sources into one folder", () => {
    const sources = [
      { serviceAccountToken: { path: "token", audience: "istio-ca", expirationSeconds: 600 } },
      { configMap: { name: "words", items: [{ key: "a", path: "ca.crt" }] } },
      { secret: { name: "none", optional: true } },
    ];
    expect(filesOf({ projected: { sources } })).to.deep.equal({
      token: ["token for istio-ca", "644"],
      "ca.crt": ["1", "644"],
    });
  });

  for (const [what, volume, message] of [
    ["ConfigMap", { configMap: { name: "none" } }, 'ConfigMap "none" not found'],
    ["Secret", { secret: { secretName: "none" } }, 'Secret "none" not found'],
    [
      "key",
      { configMap: { name: "words", items: [{ key: "c", path: "c" }] } },
      `couldn't find key c in ConfigMap "words"`,
    ],
    [
      "token",
      { projected: { sources: [{ serviceAccountToken: { path: "t", audience: "none" } }] } },
      "no service account token yet",
    ],
  ] as const) {
    it(`cannot be made without a ${what} that has to be there`, () => {
      expect(() => filesOf(volume))
        .to.throw(MissingReference)
        .with.property("message", message);
    });
  }

  it("are empty where an optional object is missing", () => {
    expect(filesOf({ configMap: { name: "none", optional: true } })).to.deep.equal({});
  });

  it("are files, a claim's folder, or an empty one", () => {
    const volumes = [
      { name: "a", configMap: { name: "words" } },
      { name: "b", persistentVolumeClaim: { claimName: "data-0" } },
      { name: "c", emptyDir: { medium: "Memory" } },
      { name: "d", hostPath: { path: "/" } },
    ];
    const pod = samplePod({ containers: [container("main")], volumes });
    expect(pod.spec.volumes.map(volumeKind)).to.deep.equal(["files", "claim", "empty", "empty"]);
  });

  it("name the objects and the tokens that a pod needs, each once", () => {
    const token = { serviceAccountToken: { path: "token", audience: "istio-ca" } };
    const pod = samplePod({
      initContainers: [container("init", { envFrom: [{ configMapRef: { name: "init" } }] })],
      containers: [
        container("main", {
          env: [{ name: "A", valueFrom: { secretKeyRef: { name: "hidden", key: "key" } } }],
        }),
      ],
      volumes: [
        { name: "a", projected: { sources: [token, { configMap: { name: "words" } }] } },
        { name: "b", projected: { sources: [token] } },
      ],
    });
    const { configMaps, secrets } = referencedNames(pod);
    expect([[...configMaps], [...secrets]]).to.deep.equal([["init", "words"], ["hidden"]]);
    expect(tokenRequests(pod)).to.deep.equal([{ audience: "istio-ca", expirationSeconds: 3600 }]);
  });
});

import { expect } from "chai";
import { namespaces } from "../../../../components/region-base/namespaces";
import { capture, type Capture } from "../../../../render/capture";
import { type Manifest, manifests } from "../../../../render/manifest";
import { changes } from "../../../config/region-changes";
import { ofKind } from "../../../manifests/rendered";
import { fullRegion } from "../../full-region";

interface StatefulSetSpec {
  readonly serviceName: string;
  readonly replicas: number;
  readonly podManagementPolicy: string;
  readonly persistentVolumeClaimRetentionPolicy: unknown;
  readonly volumeClaimTemplates: readonly { metadata: { name: string }; spec: unknown }[];
  readonly template: { readonly spec: { readonly containers: readonly Container[] } };
}

interface Container {
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly [field: string]: unknown;
}

const captured = (settings?: Record<string, unknown>): Promise<Capture> =>
  capture("nephoran", fullRegion(settings));

const render = async (settings?: Record<string, unknown>): Promise<Manifest[]> =>
  manifests((await captured(settings)).resources);

const named = (objects: readonly Manifest[], kind: string, name: string): Manifest => {
  const found = ofKind(objects, kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};

const statefulSet = (objects: readonly Manifest[]): StatefulSetSpec =>
  named(objects, "StatefulSet", "weaviate")["spec"] as StatefulSetSpec;

const claimsOf = (objects: readonly Manifest[]): Manifest[] =>
  ofKind(objects, "PersistentVolumeClaim").filter(({ metadata }) =>
    metadata.name.includes("weaviate"),
  );

/** https://docs.weaviate.io/deploy/configuration/env-vars, and what the AWS and Go run times read. */
const knownToWeaviate = [
  "AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED",
  "AUTHENTICATION_APIKEY_ALLOWED_KEYS",
  "AUTHENTICATION_APIKEY_ENABLED",
  "AUTHENTICATION_APIKEY_USERS",
  "AUTHORIZATION_ADMINLIST_ENABLED",
  "AUTHORIZATION_ADMINLIST_USERS",
  "AWS_REGION",
  "BACKUP_S3_BUCKET",
  "BACKUP_S3_ENDPOINT",
  "BACKUP_S3_PATH",
  "CLUSTER_BASIC_AUTH_PASSWORD",
  "CLUSTER_BASIC_AUTH_USERNAME",
  "CLUSTER_DATA_BIND_PORT",
  "CLUSTER_GOSSIP_BIND_PORT",
  "CLUSTER_HOSTNAME",
  "CLUSTER_JOIN",
  "DEFAULT_VECTORIZER_MODULE",
  "DISABLE_TELEMETRY",
  "ENABLE_MODULES",
  "GOMEMLIMIT",
  "PERSISTENCE_DATA_PATH",
  "PROMETHEUS_MONITORING_ENABLED",
  "PROMETHEUS_MONITORING_GROUP",
  "PROMETHEUS_MONITORING_PORT",
  "RAFT_BOOTSTRAP_EXPECT",
  "RAFT_BOOTSTRAP_TIMEOUT",
  "RAFT_INTERNAL_RPC_PORT",
  "RAFT_JOIN",
  "RAFT_PORT",
  "REPLICATION_MINIMUM_FACTOR",
];

describe("the vector store", () => {
  let region: Capture;
  let objects: Manifest[];
  let container: Container;
  before(async () => {
    region = await captured();
    objects = manifests(region.resources);
    const [only] = statefulSet(objects).template.spec.containers;
    if (only === undefined) throw new Error("The StatefulSet has no container.");
    container = only;
  });

  for (const replicas of [3, 5]) {
    it(`finds its volumes by the names that the StatefulSet gives them (${replicas})`, async () => {
      const rendered = await render({ WEAVIATE_REPLICAS: replicas });
      const { volumeClaimTemplates, replicas: wanted } = statefulSet(rendered);
      const [template, ...others] = volumeClaimTemplates;
      expect(others).to.deep.equal([]);
      expect(wanted).to.equal(replicas);
      expect(claimsOf(rendered).map(({ metadata }) => metadata.name)).to.have.members(
        Array.from({ length: replicas }, (_, n) => `${template?.metadata.name}-weaviate-${n}`),
      );
      for (const claim of claimsOf(rendered)) expect(claim["spec"]).to.deep.equal(template?.spec);
    });
  }

  it("gets one claim and one replica more, and restarts none, when it is given one more", async () => {
    expect(changes(region, await captured({ WEAVIATE_REPLICAS: 4 }))).to.deep.equal([
      "PersistentVolumeClaim data-weaviate-3: added",
      "StatefulSet weaviate: spec.replicas",
    ]);
  });

  it("grows in its claims, and in a template that the engine does not look at", async () => {
    expect(changes(region, await captured({ WEAVIATE_STORAGE_SIZE: "200Gi" }))).to.deep.equal([
      ...[0, 1, 2].map(
        (n) => `PersistentVolumeClaim data-weaviate-${n}: spec.resources.requests.storage`,
      ),
      "StatefulSet weaviate: spec.volumeClaimTemplates[0].spec.resources.requests.storage",
    ]);
  });

  it("asks for the storage class that it is told, or for the cluster's default", async () => {
    for (const claim of claimsOf(objects)) {
      expect(claim["spec"]).to.not.have.property("storageClassName");
    }
    for (const claim of claimsOf(await render({ weaviateStorageClass: "fast" }))) {
      expect(claim["spec"]).to.have.property("storageClassName", "fast");
    }
  });

  it("knows its name, its peers' user, and the bucket's region in spite of the cloud", async () => {
    const env = async (weaviateBackup: unknown): Promise<unknown> =>
      statefulSet(await render({ weaviateBackup })).template.spec.containers[0]?.["env"];
    const always = [
      { name: "CLUSTER_HOSTNAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "CLUSTER_BASIC_AUTH_USERNAME", value: "weaviate" },
    ];
    const bucket = { bucket: "backups", cidrs: ["192.0.2.0/24"] };
    expect(await env(undefined)).to.deep.equal(always);
    expect(await env(bucket)).to.deep.equal([...always, { name: "AWS_REGION", value: "home" }]);
    expect(await env({ ...bucket, region: "eu-west-1" })).to.deep.equal([
      ...always,
      { name: "AWS_REGION", value: "eu-west-1" },
    ]);
  });

  it("is told nothing but what Weaviate knows by that name", () => {
    const { data } = named(objects, "ConfigMap", "weaviate") as unknown as {
      data: Record<string, string>;
    };
    const command = (container["command"] as string[]).join("\n");
    const exported = [...command.matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name = ""]) => name);
    const env = (container["env"] as { name: string }[]).map(({ name }) => name);
    expect([...Object.keys(data), ...env, ...exported].sort()).to.deep.equal(knownToWeaviate);
  });

  it("keeps its volumes, whatever becomes of its replicas", () => {
    expect(statefulSet(objects).persistentVolumeClaimRetentionPolicy).to.deep.equal({
      whenDeleted: "Retain",
      whenScaled: "Retain",
    });
  });

  it("starts all replicas together, which find each other before they are ready", () => {
    const { podManagementPolicy, serviceName } = statefulSet(objects);
    expect(podManagementPolicy).to.equal("Parallel");
    expect(named(objects, "Service", serviceName)["spec"]).to.deep.include({
      clusterIP: "None",
      publishNotReadyAddresses: true,
    });
  });

  it("answers clients and peers on the ports that its container has", () => {
    const ports = new Map(container.ports.map(({ name, containerPort }) => [name, containerPort]));
    for (const service of ["weaviate", "weaviate-headless"]) {
      const { ports: offered } = named(objects, "Service", service)["spec"] as {
        ports: { name: string; port: number; targetPort: string }[];
      };
      for (const { name, port, targetPort } of offered) {
        expect(targetPort).to.equal(name);
        expect(ports.get(name), `${service} ${name}`).to.equal(port);
      }
    }
    expect([...ports.keys()]).to.have.members([
      ...["http", "grpc"],
      ...["gossip", "data", "raft", "raftrpc"],
      "metrics",
    ]);
  });

  it("has a backup if one is configured, and nothing of it otherwise", async () => {
    const backup = (rendered: readonly Manifest[]): string[] =>
      rendered
        .filter(
          ({ metadata: { name, namespace } }) =>
            namespace === namespaces.system && name.includes("backup"),
        )
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort();
    expect(backup(objects)).to.deep.equal([
      "ConfigMap weaviate-backup",
      "CronJob weaviate-backup",
      "NetworkPolicy weaviate-backup-to-weaviate",
      "NetworkPolicy weaviate-from-weaviate-backup",
      "NetworkPolicy weaviate-to-backup-bucket",
      "NetworkPolicy weaviate-to-backup-credentials",
      "ServiceAccount weaviate-backup",
      "ServiceEntry weaviate-to-backup-bucket",
      "ServiceEntry weaviate-to-backup-credentials",
    ]);
    const without = await render({ weaviateBackup: undefined });
    expect(backup(without)).to.deep.equal([]);
    const own = without.filter(({ metadata }) => metadata.namespace === namespaces.system);
    expect(JSON.stringify(own)).to.not.match(/backup/i);
  });

  it("is given its right to the bucket as annotations of its identity", async () => {
    const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/backup" };
    const weaviateBackup = {
      bucket: "backups",
      cidrs: ["192.0.2.0/24"],
      serviceAccountAnnotations: annotations,
    };
    const rendered = await render({ weaviateBackup });
    const account = named(rendered, "ServiceAccount", "weaviate");
    expect(account.metadata).to.deep.include({ annotations });
    // The bucket's own service hands it out.
    const policies = ofKind(rendered, "NetworkPolicy").map(({ metadata }) => metadata.name);
    expect(policies).to.not.include("weaviate-to-backup-credentials");
  });

  it("asks for its right where the stack file says that it is handed out", async () => {
    const credentials = { cidrs: ["169.254.170.23/32"], port: 80 };
    const weaviateBackup = { bucket: "backups", cidrs: ["192.0.2.0/24"], credentials };
    const rendered = await render({ weaviateBackup });
    expect(
      named(rendered, "NetworkPolicy", "weaviate-to-backup-credentials")["spec"],
    ).to.deep.equal({
      podSelector: { matchLabels: { app: "weaviate" } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ipBlock: { cidr: "169.254.170.23/32" } }],
          ports: [{ port: 80, protocol: "TCP" }],
        },
      ],
    });
  });
});

import { expect } from "chai";
import { bucketPlaces } from "../../../policy/residency/bucket-places";
import { cloudPlaces } from "../../../policy/residency/cloud-places";
import { nodePlacement } from "../../../policy/residency/node-placement";
import { registries } from "../../../policy/residency/registries";
import { volumesStay } from "../../../policy/residency/volumes-stay";
import { contextOf, problemsOf, resourceOf, undecided } from "../judge";
import { CONTAINER, OUTSIDE, SECRET, workload } from "./fixtures";

/** A tenant of a region that is in no zone. */
const bound = contextOf("us-west-2", { tenants: { acme: { boundTo: "us-west-2" } } });
const ofAcme = <Resource extends { props: Readonly<Record<string, unknown>> }>(
  resource: Resource,
): Resource => ({
  ...resource,
  props: { ...resource.props, metadata: { labels: { "nephoran.io/tenant": "acme" } } },
});

describe("what belongs to a tenant that is bound to a region", () => {
  it("is held to the region as what is in a zone is to the zone", () => {
    const away = [
      [bucketPlaces, workload({ env: [{ name: "AWS_REGION", value: "us-east-1" }] })],
      [
        nodePlacement,
        workload({}, { nodeSelector: { "topology.kubernetes.io/zone": "us-east-1a" } }),
      ],
      [registries, workload({ image: "1234.dkr.ecr.us-east-1.amazonaws.com/x:1" })],
    ] as const;
    for (const [rule, resource] of away) {
      expect(problemsOf(rule, [ofAcme(resource)], bound), rule.id).to.have.length(1);
      expect(problemsOf(rule, [resource], bound), rule.id).to.deep.equal([]);
    }
  });
});

describe("residency-bucket-places", () => {
  const env = (name: string, value: unknown) => workload({ env: [{ name, value }] });
  const found = (...resources: ReturnType<typeof env>[]) =>
    problemsOf(bucketPlaces, resources, "eu-west-1");

  it("lets pods be told of stores in the zone", () => {
    expect(
      found(env("AWS_REGION", "eu-west-1"), env("BACKUP_S3_ENDPOINT", "s3.amazonaws.com")),
    ).to.deep.equal([]);
  });

  it("refuses another region in a variable or a ConfigMap", () => {
    expect(found(env("AWS_REGION", "us-east-1"))).to.deep.equal([
      `${CONTAINER}.env[0].value says AWS_REGION=us-east-1: us-east-1 is ${OUTSIDE}`,
    ]);
    const settings = resourceOf("kubernetes:core/v1:ConfigMap", "weaviate", {
      data: { BACKUP_S3_ENDPOINT: "s3.eu-central-1.amazonaws.com" },
    });
    expect(found(settings)).to.deep.equal([
      "data.BACKUP_S3_ENDPOINT says BACKUP_S3_ENDPOINT=s3.eu-central-1.amazonaws.com: " +
        `eu-central-1 is ${OUTSIDE}`,
    ]);
  });

  it("knows how each of the large clouds names its regions", () => {
    for (const value of ["gs-europe-west4", "https://x.westeurope.example", "us-gov-west-1"]) {
      expect(found(env("BACKUP_GCS_BUCKET", value)), value).to.have.length(1);
    }
  });

  it("lets a cloud's region be inside that a team says is", () => {
    const context = contextOf("eu-west-1", { zonePlaces: { eu: ["eu-central-1"] } });
    expect(problemsOf(bucketPlaces, [env("AWS_REGION", "eu-central-1")], context)).to.deep.equal(
      [],
    );
  });

  it("leaves other variables, other kinds and regions without a zone alone", () => {
    const secret = resourceOf(SECRET, "x", { data: { AWS_REGION: "us-east-1" } });
    expect(found(env("PEER", "us-east-1"), secret)).to.deep.equal([]);
    expect(problemsOf(bucketPlaces, [env("AWS_REGION", "eu-west-1")], "us-east-1")).to.deep.equal(
      [],
    );
  });

  it("refuses a region that only a deployment can tell", () => {
    expect(found(env("AWS_REGION", undefined))).to.deep.equal([
      undecided(`${CONTAINER}.env[0].value`),
    ]);
  });
});

describe("residency-cloud-places", () => {
  const cloud = (type: string, inputs: Record<string, unknown>) =>
    resourceOf(type, "store", inputs);
  const found = (...resources: ReturnType<typeof cloud>[]) =>
    problemsOf(cloudPlaces, resources, "eu-west-1");

  it("lets a cloud's resources be in the zone", () => {
    expect(
      found(
        cloud("aws:s3/bucketV2:BucketV2", { region: "eu-west-1" }),
        cloud("pulumi:providers:aws", { region: "eu-west-1" }),
      ),
    ).to.deep.equal([]);
  });

  it("refuses them elsewhere, replicas and providers too", () => {
    expect(found(cloud("pulumi:providers:aws", { region: "us-east-1" }))).to.deep.equal([
      `region is us-east-1: us-east-1 is ${OUTSIDE}`,
    ]);
    expect(
      found(cloud("aws:secretsmanager:Secret", { replicas: [{ region: "us-west-2" }] })),
    ).to.deep.equal([`replicas[0].region is us-west-2: us-west-2 is ${OUTSIDE}`]);
    expect(found(cloud("azure-native:storage:Account", { location: "eastus2" }))).to.have.length(1);
    expect(found(cloud("gcp:storage:Bucket", { location: "US-CENTRAL1" }))).to.have.length(1);
  });

  it("leaves Kubernetes, and regions without a zone, alone", () => {
    const away = cloud("aws:s3:Bucket", { region: "us-east-1" });
    expect(problemsOf(cloudPlaces, [away], "us-east-1")).to.deep.equal([]);
    expect(found(cloud(SECRET, { region: "us-east-1" }))).to.deep.equal([]);
  });

  it("refuses a region that only a deployment can tell", () => {
    expect(found(cloud("aws:s3:Bucket", { region: undefined }))).to.deep.equal([
      undecided("region"),
    ]);
  });
});

describe("residency-volumes-stay", () => {
  const storageClass = (inputs: Record<string, unknown>) =>
    resourceOf("kubernetes:storage.k8s.io/v1:StorageClass", "fast", inputs);
  const topologies = (...values: unknown[]) => ({
    allowedTopologies: [
      { matchLabelExpressions: [{ key: "topology.kubernetes.io/zone", values }] },
    ],
  });
  const found = (...resources: ReturnType<typeof storageClass>[]) =>
    problemsOf(volumesStay, resources, "eu-west-1");

  it("lets volumes be in the zone", () => {
    expect(
      found(storageClass(topologies("eu-west-1a")), storageClass({ parameters: { type: "gp3" } })),
    ).to.deep.equal([]);
  });

  it("refuses classes, volumes and snapshots that are elsewhere", () => {
    expect(found(storageClass(topologies("eu-west-1a", "us-east-1a")))).to.deep.equal([
      "allowedTopologies[0].matchLabelExpressions[0] asks for us-east-1a, outside of eu.",
    ]);
    const volume = resourceOf("kubernetes:core/v1:PersistentVolume", "disk", {
      spec: {
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: "topology.ebs.csi.aws.com/zone", operator: "In", values: ["us-east-1a"] },
                ],
              },
            ],
          },
        },
      },
    });
    expect(found(volume)).to.have.length(1);
    const snapshots = resourceOf(
      "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass",
      "daily",
      { parameters: { "storage-locations": "us-central1" } },
    );
    expect(found(snapshots)).to.deep.equal([
      `parameters.storage-locations is us-central1, and us-central1 is ${OUTSIDE}`,
    ]);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    const away = storageClass(topologies("us-east-1a"));
    expect(problemsOf(volumesStay, [away], "us-east-1")).to.deep.equal([]);
    expect(found({ ...away, type: SECRET })).to.deep.equal([]);
  });

  it("refuses a place that only a deployment can tell", () => {
    expect(found(storageClass({ allowedTopologies: undefined }))).to.deep.equal([
      undecided("allowedTopologies"),
    ]);
  });
});

describe("residency-node-placement", () => {
  const REGION = "topology.kubernetes.io/region";
  const affine = (expression: object) =>
    workload(
      {},
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [expression] }],
            },
          },
        },
      },
    );
  const found = (...resources: ReturnType<typeof workload>[]) =>
    problemsOf(nodePlacement, resources, "eu-west-1");
  const at =
    "spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]";

  it("lets pods ask for the zone's nodes", () => {
    expect(
      found(
        affine({ key: REGION, operator: "In", values: ["eu-west-1"] }),
        workload({}, { nodeSelector: { "topology.kubernetes.io/zone": "eu-west-1b" } }),
        affine({ key: "disk", operator: "NotIn", values: ["hdd"] }),
      ),
    ).to.deep.equal([]);
  });

  it("refuses nodes elsewhere, and wishes that only leave something out", () => {
    expect(found(affine({ key: REGION, operator: "In", values: ["us-east-1"] }))).to.deep.equal([
      `${at} asks for us-east-1, outside of eu.`,
    ]);
    expect(found(affine({ key: REGION, operator: "NotIn", values: ["us-east-1"] }))).to.deep.equal([
      `${at} only says where it is not: NotIn us-east-1.`,
    ]);
    expect(found(workload({}, { nodeSelector: { [REGION]: "us-east-1" } }))).to.have.length(1);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    const away = affine({ key: REGION, operator: "In", values: ["us-east-1"] });
    expect(problemsOf(nodePlacement, [away], "us-east-1")).to.deep.equal([]);
    expect(found({ ...away, type: SECRET })).to.deep.equal([]);
  });

  it("refuses a place that only a deployment can tell", () => {
    expect(found(workload({}, { nodeSelector: { [REGION]: undefined } }))).to.deep.equal([
      undecided(`spec.template.spec.nodeSelector.${REGION}`),
    ]);
  });
});

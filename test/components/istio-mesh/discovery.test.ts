import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { istiodValues } from "../../../components/istio-mesh/control-plane-values";
import { IstioMesh } from "../../../components/istio-mesh/istio-mesh";
import type { ProgramConfig } from "../../../config/program-config";
import { inClear, type Registration, registrations, serviceAddresses } from "../registrations";
import {
  deployedPeers,
  everyRegion,
  isBound,
  kindOf,
  meshCa,
  meshOf,
  metadataOf,
  objectNamed,
  objectNames,
} from "./meshes";

const regionOf = ({ region, topology }: ProgramConfig): string =>
  `${region.name} of ${topology.regions.length}`;

/** Regions whose services this one discovers. */
const discovered = ({ region, topology }: ProgramConfig): string[] =>
  isBound(region)
    ? []
    : topology.regions
        .filter((other) => other.name !== region.name && !isBound(other))
        .map(({ name }) => name);

const meshConfigOf = (config: ProgramConfig) =>
  istiodValues({ ...config, meshCa })["meshConfig"] as {
    trustDomain: string;
    trustDomainAliases: string[];
    caCertificates: { pem: string; trustDomains: string[] }[];
  };

describe("discovery between regions", () => {
  for (const config of everyRegion) {
    const peers = discovered(config);
    const isPart = peers.length > 0;

    it(`is ${isPart ? "" : "not "}possible in ${regionOf(config)}, by objects of any kind`, async () => {
      const names = objectNames(await meshOf(config));
      const ways = [
        "Gateway istio-system/eastwest-gateway",
        "Service istio-system/eastwest-gateway",
        "ServiceAccount istio-system/nephoran-remote-reader",
        "ClusterRole /nephoran-remote-reader",
        "ClusterRoleBinding /nephoran-remote-reader",
        "Secret istio-system/nephoran-remote-reader-token",
        "NetworkPolicy istio-system/eastwest-gateway-from-regions",
        "NetworkPolicy istio-system/istiod-to-remote-kube-api",
      ];
      if (isPart) expect(names).to.include.members(ways);
      else expect(names).to.not.include.oneOf(ways);
      expect(names.filter((name) => name.includes("remote-secret"))).to.deep.equal(
        peers.map((peer) => `Secret istio-system/istio-remote-secret-${peer}`),
      );
    });

    it(`makes principals of ${peers.join(", ") || "nobody"} pass for those of ${regionOf(config)}`, () => {
      expect(meshConfigOf(config).trustDomainAliases).to.deep.equal(
        peers.map((name) => `${name}.nephoran.local`),
      );
    });

    it(`leaves every other region's identities to be believed in ${regionOf(config)}, each as its own`, () => {
      const { trustDomain, caCertificates } = meshConfigOf(config);
      const others = config.topology.regions.filter(({ name }) => name !== config.region.name);
      expect(trustDomain).to.equal(`${config.region.name}.nephoran.local`);
      expect(caCertificates).to.deep.equal([
        { pem: "all roots", trustDomains: others.map(({ name }) => `${name}.nephoran.local`) },
      ]);
    });
  }

  const usEast1 = everyRegion.find(({ region }) => region.name === "us-east-1");
  if (usEast1 === undefined) throw new Error("The shipped topology has no us-east-1.");

  describe("by the remote secret of a peer", () => {
    let made: Registration[];
    before(async () => {
      made = await meshOf(usEast1);
    });

    it("is what istiod looks for, with the token as a secret", () => {
      const secret = objectNamed(made, "Secret istio-system/istio-remote-secret-us-west-2");
      expect(metadataOf(secret).labels["istio/multiCluster"]).to.equal("true");
      expect(metadataOf(secret).annotations).to.deep.equal({
        "networking.istio.io/cluster": "us-west-2",
      });
      expect(pulumi.runtime.isRpcSecret(secret.inputs["stringData"])).to.equal(true);
      const { "us-west-2": kubeconfig } = inClear(secret.inputs["stringData"]) as {
        "us-west-2": string;
      };
      expect(JSON.parse(kubeconfig)).to.deep.equal({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "us-west-2",
        clusters: [
          {
            name: "us-west-2",
            cluster: {
              server: "https://api.us-west-2.example",
              "certificate-authority-data": Buffer.from("CA of us-west-2").toString("base64"),
            },
          },
        ],
        contexts: [{ name: "us-west-2", context: { cluster: "us-west-2", user: "us-west-2" } }],
        users: [{ name: "us-west-2", user: { token: "token of us-west-2" } }],
      });
    });

    it("has an index beside it that operators find, and nothing secret in that", () => {
      const listed = made.filter(
        (one) =>
          kindOf(one) === "Secret" && metadataOf(one).labels["istio/multiCluster"] === "remote",
      );
      expect(listed.map((one) => metadataOf(one).name)).to.deep.equal([
        "istio-remote-index-ap-southeast-1",
        "istio-remote-index-us-west-2",
      ]);
      expect(inClear(listed[1]?.inputs["stringData"])).to.deep.equal({
        peer: "us-west-2",
        network: "us-west-2",
        server: "https://api.us-west-2.example",
        expiry: "never",
      });
      expect(JSON.stringify(listed)).to.not.contain("token of");
    });

    it("waits for a peer that is not deployed", async () => {
      const late = deployedPeers(usEast1).map((peer) => ({ ...peer, reader: null }));
      const names = objectNames(await meshOf(usEast1, late));
      expect(names.filter((name) => name.includes("istio-remote-"))).to.deep.equal([]);
    });
  });

  it("shows no Secret to the reader, and of ConfigMaps only the mesh's own", async () => {
    const made = await meshOf(usEast1);
    const rules = (name: string) =>
      objectNamed(made, name).inputs["rules"] as {
        resources: string[];
        verbs: string[];
        resourceNames?: string[];
      }[];
    const everywhere = rules("ClusterRole /nephoran-remote-reader");
    const resources = everywhere.flatMap((rule) => rule.resources);
    expect(resources).to.not.include.oneOf(["secrets", "configmaps", "*"]);
    for (const { verbs } of everywhere) expect(verbs).to.deep.equal(["list", "watch"]);
    expect(rules("Role istio-system/nephoran-remote-reader")).to.deep.equal([
      {
        apiGroups: [""],
        resources: ["configmaps"],
        resourceNames: ["istio"],
        verbs: ["list", "watch"],
      },
    ]);
  });

  it("waits for the reader's token and for the gateway's address, and for nothing else", async () => {
    const made = await meshOf(usEast1);
    const waits = (name: string): unknown =>
      metadataOf(objectNamed(made, name)).annotations?.["pulumi.com/waitFor"];
    expect(waits("Secret istio-system/nephoran-remote-reader-token")).to.equal(
      "jsonpath={.data.token}",
    );
    expect(waits("Service istio-system/eastwest-gateway")).to.equal(
      "jsonpath={.status.loadBalancer.ingress}",
    );
  });

  it("passes through a gateway of its own what is in the cluster, and nothing else", async () => {
    const made = await meshOf(usEast1);
    expect(objectNamed(made, "Gateway istio-system/eastwest-gateway").inputs["spec"]).to.deep.equal(
      {
        selector: { app: "eastwest-gateway", istio: "eastwestgateway" },
        servers: [
          {
            port: { number: 15443, name: "tls", protocol: "TLS" },
            tls: { mode: "AUTO_PASSTHROUGH" },
            hosts: ["*.svc.cluster.local"],
          },
        ],
      },
    );
    const service = objectNamed(made, "Service istio-system/eastwest-gateway");
    expect(metadataOf(service).labels["topology.istio.io/network"]).to.equal("us-east-1");
    expect(service.inputs["spec"]).to.deep.equal({
      type: "LoadBalancer",
      selector: { app: "eastwest-gateway", istio: "eastwestgateway" },
      ports: [{ name: "tls", port: 15443, targetPort: 15443 }],
    });
  });

  it("tells where the gateway is, or that there is none", async () => {
    const addresses: Record<string, unknown> = {};
    for (const config of everyRegion) {
      await registrations(() => {
        const mesh = new IstioMesh("mesh", { ...config, peers: deployedPeers(config) });
        addresses[regionOf(config)] = mesh.eastWestAddress;
        mesh.eastWestAddress?.apply((address) => {
          addresses[regionOf(config)] = address;
        });
      });
    }
    expect(addresses).to.deep.equal(
      Object.fromEntries(
        everyRegion.map((config) => [
          regionOf(config),
          discovered(config).length > 0 ? serviceAddresses.loadBalancer : null,
        ]),
      ),
    );
  });
});

import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { ProgramConfig } from "../../../config/program-config";
import { shippedStack } from "../../shipped-project";
import { inClear } from "../registrations";
import {
  everyRegion,
  kindOf,
  meshCa,
  meshOf,
  metadataOf,
  objectNamed,
  objectNames,
} from "./meshes";

const existing = (config: ProgramConfig): ProgramConfig => ({
  ...config,
  istio: { ...config.istio, mode: "existing" },
});

describe("the mesh of a region", () => {
  it("is closed in all regions: identities for every connection, and nobody let in who is not named", async () => {
    for (const config of everyRegion) {
      const made = await meshOf(config);
      const strict = objectNamed(made, "PeerAuthentication istio-system/default");
      expect(strict.inputs["spec"]).to.deep.equal({ mtls: { mode: "STRICT" } });
      const policies = made.filter((one) => kindOf(one) === "AuthorizationPolicy");
      expect(objectNames(policies)).to.deep.equal([
        "AuthorizationPolicy nephoran-system/default-deny",
        "AuthorizationPolicy nephoran-global/default-deny",
        "AuthorizationPolicy nephoran-ingress/default-deny",
      ]);
      for (const { inputs } of policies) expect(inputs["spec"]).to.deep.equal({});
    }
  });

  it("has namespaces of its own under Pod Security restricted, of which the gateways' is injected", async () => {
    const made = await meshOf(shippedStack("eu-west-1"));
    const labels = (name: string) => metadataOf(objectNamed(made, `Namespace /${name}`)).labels;
    for (const namespace of ["istio-system", "nephoran-ingress"]) {
      expect(labels(namespace)).to.deep.include({
        "pod-security.kubernetes.io/enforce": "restricted",
        "nephoran.io/residency-zone": "eu",
      });
    }
    expect(labels("istio-system")["topology.istio.io/network"]).to.equal("eu-west-1");
    expect(labels("istio-system")).to.not.have.property("istio-injection");
    expect(labels("nephoran-ingress")["istio-injection"]).to.equal("enabled");
  });

  it("closes these namespaces in the network, and gives none of their pods a way to the API server by label", async () => {
    const names = objectNames(await meshOf(shippedStack("us-east-1")));
    for (const namespace of ["istio-system", "nephoran-ingress"]) {
      expect(names).to.include(`NetworkPolicy ${namespace}/default-deny`);
      expect(names).to.not.include(`NetworkPolicy ${namespace}/allow-kube-api`);
    }
    expect(names).to.include("NetworkPolicy nephoran-ingress/allow-istiod");
  });

  it("signs with the CA of the stack file, whose key is a secret of the stack", async () => {
    const made = await meshOf({ ...shippedStack("us-east-1"), meshCa });
    const secret = objectNamed(made, "Secret istio-system/cacerts");
    expect(pulumi.runtime.isRpcSecret(secret.inputs["stringData"])).to.equal(true);
    expect(inClear(secret.inputs["stringData"])).to.deep.equal({
      "ca-cert.pem": "the CA's certificate",
      "ca-key.pem": "the CA's key",
      "cert-chain.pem": "the CA's certificate",
      "root-cert.pem": "all roots",
    });
    expect(objectNames(await meshOf(shippedStack("us-east-1")))).to.not.include(
      "Secret istio-system/cacerts",
    );
  });

  it("logs no request that was sent to another entry", async () => {
    const made = await meshOf(shippedStack("us-east-1"));
    expect(objectNamed(made, "Telemetry istio-system/default").inputs["spec"]).to.deep.equal({
      accessLogging: [
        { providers: [{ name: "envoy" }], filter: { expression: "response.code != 421" } },
      ],
    });
  });

  it("leaves a mesh that is somebody else's alone, and is as strict in its own namespaces", async () => {
    const made = await meshOf(existing({ ...shippedStack("us-east-1"), meshCa }));
    const names = objectNames(made);
    expect(names).to.not.include.oneOf([
      "Namespace /istio-system",
      "Secret istio-system/cacerts",
      "PeerAuthentication istio-system/default",
      "Telemetry istio-system/default",
      "NetworkPolicy istio-system/default-deny",
    ]);
    for (const namespace of ["nephoran-system", "nephoran-global", "nephoran-ingress"]) {
      expect(names).to.include.members([
        `PeerAuthentication ${namespace}/default`,
        `Telemetry ${namespace}/default`,
        `AuthorizationPolicy ${namespace}/default-deny`,
      ]);
    }
    expect(names).to.include.members([
      "Namespace /nephoran-ingress",
      "Gateway istio-system/eastwest-gateway",
      "ServiceAccount istio-system/nephoran-remote-reader",
    ]);
  });
});

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { publicHosts } from "../../routing/hosts";
import { regionLabels } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";

/** Makes the TLS Secret of the region's public hosts, or has it made; none if somebody else does. */
export function publicCertificate(
  name: string,
  { topology, region, gateway }: Pick<ProgramConfig, "topology" | "region" | "gateway">,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { certificate } = gateway;
  const { secretName } = certificate;
  const metadata = {
    name: secretName,
    namespace: meshNamespaces.ingress,
    labels: regionLabels(region),
  };
  switch (certificate.from) {
    case "somebody else":
      return [];
    case "configuration":
      return [
        new k8s.core.v1.Secret(
          `${name}-certificate`,
          {
            metadata,
            type: "kubernetes.io/tls",
            stringData: {
              "tls.crt": certificate.keyPair.certificate,
              "tls.key": certificate.keyPair.key.asOutput(),
            },
          },
          opts,
        ),
      ];
    case "cert-manager":
      return [
        new k8s.apiextensions.CustomResource(
          `${name}-certificate`,
          {
            apiVersion: "cert-manager.io/v1",
            kind: "Certificate",
            metadata,
            spec: {
              secretName,
              dnsNames: publicHosts(region, topology),
              privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
              issuerRef: {
                group: "cert-manager.io",
                kind: "ClusterIssuer",
                name: certificate.clusterIssuer,
              },
            },
          },
          opts,
        ),
      ];
  }
}

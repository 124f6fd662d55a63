import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** The peer of a region's stack: as many objects, each of them as plain as an object can be. */
export = () => {
  const config = new pulumi.Config();
  const cluster = new k8s.Provider("cluster", {
    kubeconfig: config.require("kubeconfig"),
    context: config.require("context"),
    clusterIdentifier: config.require("context"),
  });
  for (let n = 1; n <= config.requireNumber("count"); n += 1) {
    const name = `bare-${n}`;
    new k8s.core.v1.ConfigMap(
      name,
      { metadata: { name, namespace: "default" }, data: { key: "value" } },
      { provider: cluster },
    );
  }
};

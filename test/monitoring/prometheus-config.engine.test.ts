import { expect } from "chai";
import { remoteWrites } from "../../components/monitoring/remote-write-routes";
import { prometheusConfig } from "../../monitoring/prometheus-config";
import { shippedProject } from "../shipped-project";
import { promtool } from "./promtool";

describe("the configuration of each region's Prometheus", () => {
  for (const region of shippedProject.topology.regions) {
    it(`is accepted by Prometheus itself in ${region.name}`, async () => {
      const configuration = prometheusConfig({
        region,
        paths: {
          rules: "/etc/prometheus/rules",
          certificate: { roots: "/c/root.pem", certificate: "/c/chain.pem", key: "/c/key.pem" },
        },
        remoteWrites: remoteWrites(shippedProject.topology),
      });
      // The files of certificates are there in the pod alone.
      const said = await promtool(
        { "prometheus.yml": configuration },
        ...["check", "config", "--syntax-only", "prometheus.yml"],
      );
      expect(said).to.contain("SUCCESS: prometheus.yml is valid prometheus config file syntax");
    });
  }
});

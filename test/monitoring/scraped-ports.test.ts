import { expect } from "chai";
import { z } from "zod";
import { scrapeJobs } from "../../monitoring/scrape-jobs";
import { capture } from "../../render/capture";
import { manifests } from "../../render/manifest";
import { podsOf } from "../manifests/rendered";
import { shippedProject, shippedStack } from "../shipped-project";

const labels = z.record(z.string(), z.string());

const podSchema = z.object({
  metadata: z.object({ namespace: z.string(), labels: labels.default({}) }),
  spec: z.object({
    containers: z.array(
      z.object({ ports: z.array(z.object({ name: z.string().optional() })).default([]) }),
    ),
  }),
});

const serviceSchema = z.object({
  metadata: z.object({ namespace: z.string() }),
  spec: z.object({
    selector: labels.default({}),
    ports: z
      .array(z.object({ targetPort: z.unknown(), appProtocol: z.string().optional() }))
      .default([]),
  }),
});

// Prometheus' own TLS does not name the mesh's protocols, and by methods and paths only HTTP is allowed.
describe("a port that Prometheus scrapes by mutual TLS", () => {
  const stack = shippedStack("us-east-1");
  const stateSynchronizer = { ...stack.stateSynchronizer, enabled: true };

  it("is known to the mesh as HTTP by a Service, whoever's it is", async () => {
    const objects = manifests(
      (await capture(shippedProject.name, { ...stack, stateSynchronizer })).resources,
    );
    const pods = podsOf(objects).flatMap((pod) => podSchema.safeParse(pod).data ?? []);
    const services = objects.flatMap((object) =>
      object.kind === "Service" ? (serviceSchema.safeParse(object).data ?? []) : [],
    );
    const scraped = scrapeJobs.filter(({ transport }) => transport === "mesh");
    let count = 0;
    for (const { app, namespace, port } of scraped) {
      const own = pods.filter(
        ({ metadata, spec }) =>
          metadata.namespace === namespace &&
          metadata.labels["app"] === app &&
          spec.containers.some(({ ports }) => ports.some(({ name }) => name === port)),
      );
      for (const { metadata } of own) {
        const isHttp = services.some(
          ({ metadata: { namespace: of }, spec: { selector, ports } }) =>
            of === namespace &&
            Object.entries(selector).every(([key, value]) => metadata.labels[key] === value) &&
            ports.some(
              ({ targetPort, appProtocol }) => targetPort === port && appProtocol === "http",
            ),
        );
        expect(isHttp, `${namespace}/${app}`).to.equal(true);
        count += 1;
      }
    }
    expect(count).to.be.at.least(scraped.length);
  });
});

import { meshRule } from "./mesh-rule";

export const injectorFailsClosed = meshRule(
  "admissionregistration.k8s.io",
  "MutatingWebhookConfiguration",
  {
    id: "mesh-injector-fails-closed",
    title: "No pod starts without its proxy while the injector is away",
    why: "With `Ignore`, pods that are made during an outage of istiod are outside of the mesh for as long as they live.",
    fix: "Set `failurePolicy: Fail` for webhooks that inject.",
    level: "mandatory",
    example: "webhooks:\n  - name: namespace.sidecar-injector.istio.io\n    failurePolicy: Fail",
  },
  (field) =>
    field
      .at("webhooks")
      .items.filter((webhook) => webhook.at("name").text?.includes("sidecar-injector"))
      .filter((webhook) => webhook.at("failurePolicy").value === "Ignore")
      .map((webhook) => `${webhook.at("name").text ?? ""} lets pods start without a proxy.`),
);

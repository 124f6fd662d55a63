import { expect } from "chai";
import fc from "fast-check";
import { allowedRegistry } from "../../../policy/pods/allowed-registry";
import { imageVersion } from "../../../policy/pods/image-version";
import { livenessProbe } from "../../../policy/pods/liveness-probe";
import { readinessProbe } from "../../../policy/pods/readiness-probe";
import { problemsOf, resourceOf } from "../judge";
import { describeRules, type RuleCase } from "../rule-cases";
import { CONTAINER, deployment } from "./fixtures";

const complies = [deployment] as const;

const cases: readonly RuleCase[] = [
  {
    rule: imageVersion,
    complies,
    breaks: [
      {
        at: [...CONTAINER, "image"],
        to: "docker.io/nephoran/app:latest",
        says: "Container app has the image docker.io/nephoran/app:latest, whatever that is today.",
      },
      {
        at: [...CONTAINER, "image"],
        to: "registry:5000/app",
        says: "Container app has the image registry:5000/app without a version.",
      },
    ],
    unknown: [...CONTAINER, "image"],
  },
  {
    rule: allowedRegistry,
    complies,
    breaks: [
      {
        at: [...CONTAINER, "image"],
        to: "docker.io.example.org/nephoran/app:1",
        says:
          "Container app has an image of docker.io.example.org; allowed are docker.io, quay.io, " +
          "registry.k8s.io.",
      },
    ],
    unknown: [...CONTAINER, "image"],
  },
  {
    rule: allowedRegistry,
    complies,
    config: { allowedRegistries: ["docker.io/nephoran"] },
    breaks: [
      {
        at: [...CONTAINER, "image"],
        to: "nginx:1.29",
        says: "Container app has an image of docker.io; allowed are docker.io/nephoran.",
      },
    ],
    unknown: [...CONTAINER, "image"],
  },
];

describe("images of pods, as rules", () => {
  describeRules(cases);

  it("takes a digest for a version, whatever the tag", () => {
    fc.assert(
      fc.property(fc.constantFrom("", ":latest", ":1.2"), (tag) => {
        const image = `quay.io/team/app${tag}@sha256:${"0".repeat(64)}`;
        const pods = resourceOf("kubernetes:core/v1:Pod", "app", {
          spec: { containers: [{ name: "app", image }] },
        });
        expect(problemsOf(imageVersion, [pods], "us-east-1")).to.deep.equal([]);
      }),
    );
  });

  it("leaves to the injector what it fills in, and to nobody else", () => {
    const gateway = (label: string) =>
      resourceOf("kubernetes:apps/v1:Deployment", "gateway", {
        metadata: { name: "gateway", namespace: "shop" },
        spec: {
          template: {
            metadata: { labels: { "sidecar.istio.io/inject": label } },
            spec: { containers: [{ name: "istio-proxy", image: "auto" }] },
          },
        },
      });
    for (const rule of [imageVersion, allowedRegistry, readinessProbe, livenessProbe]) {
      expect(problemsOf(rule, [gateway("true")], "us-east-1"), rule.id).to.deep.equal([]);
    }
    expect(problemsOf(imageVersion, [gateway("false")], "us-east-1")).to.have.length(1);
  });
});

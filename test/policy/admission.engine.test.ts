import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import type { Region } from "../../config/topology";
import { admissionPolicies } from "../../policy/admission/policies";
import { admissionRules } from "../../policy/admission/rules";
import { policyResources, violationsOf } from "../../policy/evaluate";
import { type PolicyResource, UNKNOWN } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { type Capture, captureAll } from "../../render/capture";
import { type Manifest, manifests } from "../../render/manifest";
import { readDefinitions } from "../../render/schemas/files";
import { bindingsOf } from "../../routing/bindings";
import { GLOBAL_ROUTES, routes } from "../../routing/routes";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";
import type { Kubectl } from "../sandbox/cluster/engine-region";
import { ownRegion } from "../sandbox/cluster/own-region";
import { shippedProject } from "../shipped-project";
import { APPLY, DRY_RUN, govern } from "./admission/govern";
import { anyRoutes, weights } from "./admission/routes";
import { contextOf } from "./judge";
import { mutants } from "./mutants/all";
import { residencyAdmissionFixtures } from "./residency/admission-fixtures";

/** Far from all other sandboxes, which may be running. */
const PORT_BASE = 28_250;

describe("the admission policies of a region", function () {
  this.timeout(300_000);

  const own = ownRegion(PORT_BASE);
  let kubectl: Kubectl;
  let captures: readonly Capture[];
  const namedRules = new Set<string>();

  before(async () => {
    captures = await captureAll(shippedProject);
    ({ kubectl } = own());
    const { assets } = await requireToolchain(["cluster"]);
    const ofIstio = readDefinitions(join(assets, "istio-charts/base/files")) as Manifest[];
    await kubectl.runWith(ofIstio, ...APPLY);
  });

  /** What is said against an object; empty if it is taken. */
  const objection = async (object: object): Promise<string> =>
    await kubectl.runWith([object], ...DRY_RUN).then(
      () => "",
      (error: unknown) => String((error as { stderr?: unknown }).stderr),
    );

  for (const { region } of shippedProject.stacks) {
    describe(region.name, () => {
      let capture: Capture;
      let objects: readonly Manifest[];

      before(async () => {
        const found = captures.find(({ config }) => config.region.name === region.name);
        if (found === undefined) throw new Error(`${region.name} was not captured.`);
        capture = found;
        objects = manifests(capture.resources);
        await govern(kubectl, region.name, objects);
      });

      it("take everything that the project applies", async () => {
        const taken = await kubectl.runWith(objects, ...DRY_RUN);
        expect(taken.split("\n")).to.have.length(objects.length);
      });

      it("take whatever weights the traffic controller writes", async () => {
        const { topology } = capture.config;
        const names = topology.regions.map(({ name }) => name);
        const [live] = objects.filter(({ metadata }) => metadata.name === GLOBAL_ROUTES);
        const written = fc.sample(weights(names), { numRuns: 20, seed: 16 }).map((row) => ({
          ...live,
          spec: {
            ...(live?.["spec"] as object),
            http: routes(topology, bindingsOf(topology, region.name), row),
          },
        }));
        const taken = await kubectl.runWith(written, ...DRY_RUN);
        expect(taken.split("\n")).to.have.length(20);
      });

      for (const [index, mutant] of mutants.entries()) {
        const { rule, region: where } = mutant;
        if (where !== region.name || !governedRules(region).includes(rule)) continue;
        it(`refuse what breaks ${rule}, and name a rule that it breaks (mutant ${index})`, async () => {
          const whole = policyResources(capture);
          const broken = mutant.mutate(whole);
          const changed = broken.filter((resource) => !whole.includes(resource));
          const refusal = await kubectl.refusal(changed.map(toObject), ...DRY_RUN);
          const [, named = ""] = /denied request: ([a-z-]+): /.exec(refusal) ?? [];
          // What the definition of its kind refuses never comes to the policies.
          if (named === "") {
            expect(refusal).to.contain(" is invalid: ");
            return;
          }
          const breaks = violationsOf(rules, broken, contextOf(region.name, mutant.config));
          expect(breaks.map(({ rule: { id } }) => id)).to.include(named, refusal);
          namedRules.add(named);
        });
      }

      const fixtures = residencyAdmissionFixtures.filter((one) => one.region === region.name);
      if (fixtures.length > 0) {
        it(`judge ${fixtures.length} objects as the rules of residency do`, async () => {
          for (const { rule, complies, object } of fixtures) {
            const said = await objection(object);
            const refusing = rules
              .filter(({ id }) => said.includes(`: ${id}: `))
              .map(({ id }) => id);
            const what = `${rule}: ${JSON.stringify(object)}: ${said}`;
            if (complies) expect(refusing, what).not.to.include(rule);
            // What the definition of its kind refuses never comes to the policies.
            else if (!said.includes(" is invalid: "))
              expect(refusing, what).to.have.length.above(0);
          }
        });
      }

      it("and the rules themselves never differ about routes", async () => {
        const whole = policyResources(capture);
        const live = whole.find(({ name }) => name === `traffic-${GLOBAL_ROUTES}`);
        if (live === undefined) throw new Error("There are no live routes.");
        const routesRules = rules.filter(({ family }) => family === "routes");
        for (const http of fc.sample(anyRoutes(live), { numRuns: 25, seed: 16 })) {
          const changed = {
            ...live,
            props: { ...live.props, spec: { ...(live.props["spec"] as object), http } },
          };
          const expected = new Set(
            violationsOf(routesRules, [changed], contextOf(region.name)).map(({ rule }) => rule.id),
          );
          const said = await objection(toObject(changed));
          const refusing = routesRules
            .filter(({ id }) => said.includes(`${id}: `))
            .map(({ id }) => id);
          // The API server names the first that it finds.
          expect(
            refusing.every((id) => expected.has(id)),
            `${said} ${JSON.stringify(http)}`,
          ).to.equal(true);
          expect(said !== "" || expected.size === 0, JSON.stringify(http)).to.equal(true);
        }
      });
    });
  }

  // Nested, since a suite's own tests run before those of suites within it.
  describe("after that", () => {
    it("have each been the one that refused something", () => {
      const governed = shippedProject.stacks.flatMap(({ region }) => governedRules(region));
      expect([...new Set(governed)].filter((id) => !namedRules.has(id))).to.deep.equal([]);
    });

    it("hold through an older version of an API as well", async () => {
      const [capture] = captures;
      if (capture === undefined) throw new Error("Nothing was captured.");
      const { region } = capture.config;
      await govern(kubectl, region.name, manifests(capture.resources));
      const broken = mutants.find(
        (one) => one.rule === "routes-weights-sum" && one.region === region.name,
      );
      const whole = policyResources(capture);
      const [changed] = (broken?.mutate(whole) ?? []).filter((one) => !whole.includes(one));
      if (changed === undefined) throw new Error("Nothing was broken.");
      const older = { ...toObject(changed), apiVersion: "networking.istio.io/v1beta1" };
      expect(await kubectl.refusal([older], ...DRY_RUN)).to.contain("routes-weights-sum: ");
    });
  });
});

/** Ids of the rules that a region's API server is told of. */
function governedRules(region: Region): string[] {
  return admissionRules
    .filter((rule) => admissionPolicies([rule], { ...shippedProject, region }).length > 0)
    .map(({ id }) => id);
}

/** A resource as it would be applied. */
function toObject({ type, name, props }: PolicyResource): Manifest {
  const inputs = plain(props) as Record<string, unknown>;
  const [object] = manifests([{ type, name, custom: true, inputs }]);
  if (object === undefined) throw new Error(`${type} ${name} is no object of Kubernetes.`);
  return object;
}

/** As it was captured: what is unknown has no value. */
function plain(value: unknown): unknown {
  if (value === UNKNOWN) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

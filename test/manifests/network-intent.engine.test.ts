import { expect } from "chai";
import { capture } from "../../render/capture";
import { manifests } from "../../render/manifest";
import type { Kubectl } from "../sandbox/cluster/engine-region";
import { ownRegion } from "../sandbox/cluster/own-region";
import { shippedStack } from "../shipped-project";
import { ofKind } from "./rendered";

/** Beside the API server of the dry runs. */
const PORT_BASE = 28_720;

const NAMESPACE = "nephoran-system";
const APPLY = ["apply", "--server-side", "--warnings-as-errors", "-f=-"];
/** Without kubectl's own look at the schema, so that the API server answers. */
const UNSEEN = [...APPLY, "--validate=ignore"];

/** What a region, or all of them together, may say of an intent. */
type Status = Readonly<Record<string, unknown>>;

const WANTED = { description: "Deploy a global AMF" };
const intent = (name: string, spec: unknown) => ({
  apiVersion: "nephoran.com/v1",
  kind: "NetworkIntent",
  metadata: { name, namespace: NAMESPACE },
  spec,
});

describe("an API server that knows intents", function () {
  this.timeout(120_000);
  const region = ownRegion(PORT_BASE);
  const kubectl = (): Kubectl => region().kubectl;

  before(async () => {
    const { resources } = await capture("nephoran", shippedStack("ap-southeast-1"));
    const definitions = ofKind(manifests(resources), "CustomResourceDefinition");
    await kubectl().runWith(definitions, ...APPLY);
    await kubectl().run("wait", "crd", "--all", "--for=condition=Established", "--timeout=30s");
  });

  const inNamespace = (...args: string[]): string[] => [`--namespace=${NAMESPACE}`, ...args];
  const setStatus = (name: string, status: Status): string[] =>
    inNamespace(
      ...["patch", "networkintent", name, "--subresource=status", "--type=merge"],
      `--patch=${JSON.stringify({ status })}`,
    );
  const statusOf = async (name: string): Promise<Status> =>
    JSON.parse(
      await kubectl().run(...inNamespace("get", "ni", name, "-o=jsonpath={.status}")),
    ) as Status;

  describe("refuses an intent", () => {
    const longest = "x".repeat(4096);
    for (const [title, spec, message] of [
      ["that says nothing", { description: "" }, "should be at least 1 chars long"],
      [
        "of blanks alone",
        { description: " \t\n " },
        "spec.description must say something, not blanks alone",
      ],
      ["that is a book", { description: `${longest}x` }, "may not be more than 4096"],
      ["without a description", { priority: "high" }, "spec.description: Required value"],
      ["without anything", undefined, "spec: Required value"],
      [
        "of a priority that is none",
        { description: "x", priority: "urgent" },
        'Unsupported value: "urgent": supported values: "low", "medium", "high", "critical"',
      ],
    ] as const) {
      it(title, async () => {
        expect(await kubectl().refusal([intent("refused", spec)], ...UNSEEN)).to.contain(message);
      });
    }

    it("and takes the longest, the shortest and every priority", async () => {
      const specs = [
        { description: longest },
        { description: "x" },
        ...["low", "medium", "high", "critical"].map((priority) => ({
          description: "x",
          priority,
        })),
      ];
      const taken = await kubectl().runWith(
        specs.map((spec, index) => intent(`taken-${index}`, spec)),
        ...APPLY,
      );
      expect(taken.split("\n")).to.have.length(specs.length);
      expect(
        await kubectl().run(...inNamespace("get", "ni", "taken-0", "-o=jsonpath={.spec.priority}")),
      ).to.equal("medium");
    });
  });

  describe("refuses a status", () => {
    const at = (phase: string, more: Status = {}): Status => ({
      regions: [{ region: "us-east-1", phase, ...more }],
    });
    const phases = 'supported values: "Pending", "Processing", "Deployed", "Failed"';
    before(async () => {
      await kubectl().runWith([intent("judged", WANTED)], ...APPLY);
    });

    for (const [title, status, message] of [
      ["of a phase that is none", { phase: "Done" }, phases],
      ["of a region in a phase that is none", at("Done"), phases],
      ["of a region without a name", { regions: [{ region: "", phase: "Pending" }] }, "at least 1"],
      ["of a region without a phase", { regions: [{ region: "us-east-1" }] }, "phase: Required"],
      [
        "of a region that failed without saying why",
        at("Failed"),
        "a region that failed must say why in message",
      ],
      [
        "of a region that failed with an empty reason",
        at("Failed", { message: "" }),
        "a region that failed must say why in message",
      ],
      [
        "that names a region twice",
        { regions: ["Pending", "Deployed"].map((phase) => ({ region: "us-east-1", phase })) },
        "Duplicate value",
      ],
      [
        "of more regions than there can be",
        {
          regions: Array.from({ length: 65 }, (_, n) => ({ region: `r${n}`, phase: "Pending" })),
        },
        "must have at most 64 items",
      ],
      [
        "of a generation before the first",
        { observedGeneration: -1 },
        "greater than or equal to 0",
      ],
      [
        "with a condition that is neither true nor false nor unknown",
        {
          conditions: [
            {
              type: "Ready",
              status: "Maybe",
              reason: "Asked",
              lastTransitionTime: "2026-01-01T00:00:00Z",
            },
          ],
        },
        'supported values: "True", "False", "Unknown"',
      ],
      ["with a time that is none", at("Pending", { lastTransitionTime: "noon" }), "date-time"],
    ] as const) {
      it(title, async () => {
        expect(await kubectl().refusal("", ...setStatus("judged", status))).to.contain(message);
      });
    }

    it("and takes one that failed for a reason, or is Deployed everywhere", async () => {
      await kubectl().run(...setStatus("judged", at("Failed", { message: "No node fits." })));
      await kubectl().run(...setStatus("judged", { phase: "Deployed", ...at("Deployed") }));
      expect(await statusOf("judged")).to.deep.include({ phase: "Deployed" });
    });

    it("and takes what a region says, whatever all of them together are", async () => {
      await kubectl().run(...setStatus("judged", { phase: "Deployed", ...at("Deployed") }));
      // A refusal would leave the region's failure unsaid, as another writes the phase of the whole.
      const failed = at("Failed", { message: "Its node is gone." });
      await kubectl().run(...setStatus("judged", failed));
      expect(await statusOf("judged")).to.deep.include({ phase: "Deployed", ...failed });
    });

    it("that goes back to an earlier generation", async () => {
      await kubectl().run(...setStatus("judged", { observedGeneration: 2 }));
      await kubectl().run(...setStatus("judged", { observedGeneration: 2 }));
      expect(
        await kubectl().refusal("", ...setStatus("judged", { observedGeneration: 1 })),
      ).to.contain("status.observedGeneration never goes back");
      await kubectl().run(...setStatus("judged", { observedGeneration: 3 }));
      expect(await statusOf("judged")).to.deep.include({ observedGeneration: 3 });
    });
  });

  describe("lists an intent", () => {
    const name = "listed";
    const line = async (...options: string[]): Promise<string[]> =>
      (await kubectl().run(...inNamespace("get", "networkintent", name, ...options)))
        .split("\n")
        .map((text) => text.trimEnd());
    before(async () => {
      const annotations = { "nephoran.io/regions": "us-east-1,eu-west-1" };
      const { metadata, ...rest } = intent(name, {
        description: "Deploy an AMF",
        priority: "high",
      });
      await kubectl().runWith([{ ...rest, metadata: { ...metadata, annotations } }], ...APPLY);
    });

    it("that nobody has begun with, by its regions and its words", async () => {
      const [head, row] = await line("-o=wide");
      expect(head).to.match(/^NAME +PRIORITY +PHASE +AGE +REGIONS +PROGRESS +DESCRIPTION$/);
      expect(row).to.match(/^listed +high +\d+s +us-east-1,eu-west-1 +Deploy an AMF$/);
    });

    it("with how far each region has come", async () => {
      const progress = "us-east-1=Deployed,eu-west-1=Pending";
      await kubectl().run(...setStatus(name, { phase: "Processing", progress }));
      expect((await line("-o=wide"))[1]).to.match(
        /^listed +high +Processing +\d+s +us-east-1,eu-west-1 +us-east-1=Deployed,eu-west-1=Pending +Deploy an AMF$/,
      );
      const [head, row] = await line();
      expect(head).to.match(/^NAME +PRIORITY +PHASE +AGE$/);
      expect(row).to.match(/^listed +high +Processing +\d+s$/);
    });

    it("by its short name, its category, its priority and its phase", async () => {
      for (const query of [
        ["ni"],
        ["nephoran"],
        ["ni", "--field-selector=spec.priority=high,status.phase=Processing"],
      ]) {
        expect(await kubectl().run(...inNamespace("get", ...query, "-o=name"))).to.contain(
          `networkintent.nephoran.com/${name}`,
        );
      }
      const low = ["ni", "--field-selector=spec.priority=low,status.phase=Processing", "-o=name"];
      expect(await kubectl().run(...inNamespace("get", ...low))).to.equal("");
    });
  });

  describe("lets each region write what it has done", () => {
    const name = "shared";
    /** Writes as a region's controller: server-side, and never over what another has written. */
    const write = (manager: string, ...regions: Status[]): [unknown, ...string[]] => {
      const { apiVersion, kind, metadata } = intent(name, WANTED);
      return [
        [{ apiVersion, kind, metadata, status: { regions } }],
        ...[...UNSEEN, "--subresource=status", `--field-manager=${manager}`],
      ];
    };
    const phases = async (): Promise<unknown> =>
      Object.fromEntries(
        ((await statusOf(name))["regions"] as { region: string; phase: string }[]).map(
          ({ region: of, phase }) => [of, phase],
        ),
      );
    before(async () => {
      await kubectl().runWith([intent(name, WANTED)], ...APPLY);
    });

    it("beside the others, without a conflict", async () => {
      await kubectl().runWith(...write("us-east-1", { region: "us-east-1", phase: "Pending" }));
      await kubectl().runWith(...write("eu-west-1", { region: "eu-west-1", phase: "Processing" }));
      await kubectl().runWith(...write("us-east-1", { region: "us-east-1", phase: "Deployed" }));
      expect(await phases()).to.deep.equal({ "us-east-1": "Deployed", "eu-west-1": "Processing" });
    });

    it("but not over what another has written", async () => {
      const refusal = await kubectl().refusal(
        ...write("eu-west-1", { region: "us-east-1", phase: "Pending" }),
      );
      expect(refusal).to.contain('conflict with "us-east-1" with subresource "status"');
      expect(refusal).to.contain('.status.regions[region="us-east-1"].phase');
    });

    it("and takes back its own, and nothing else", async () => {
      await kubectl().runWith(...write("us-east-1"));
      expect(await phases()).to.deep.equal({ "eu-west-1": "Processing" });
    });

    it("without a word in what is wanted", async () => {
      const generation = await kubectl().run(
        ...inNamespace("get", "ni", name, "-o=jsonpath={.metadata.generation}"),
      );
      expect(generation).to.equal("1");
    });
  });
});

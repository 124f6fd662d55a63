import { expect } from "chai";
import { parseProgramConfig, type ProgramConfig } from "../../config/program-config";
import type { RegionSettings } from "../../config/region-settings";
import { SecretText } from "../../config/secret-text";
import { type Actor, settingsReference } from "../../config/settings-reference";
import { program } from "../../program";
import { type Capture, capture } from "../../render/capture";
import { registrations } from "../components/registrations";
import { configProblems } from "./config-problems";
import { topologyWith } from "./home-region";
import { changes, nameOf } from "./region-changes";
import { type SettingEffect, settingEffects } from "./setting-effects";

type Key = keyof RegionSettings;
type Settings = Readonly<Partial<Record<Key, unknown>>>;

function region(settings: Settings, residencyZone?: string): ProgramConfig {
  return parseProgramConfig({
    stack: "home",
    topology: topologyWith({ features: ["ml-training"], residencyZone }),
    settings: { VERSION: "1.4.2", ...settings },
  });
}

describe("every setting of a region:", () => {
  /** By what was set: many settings are compared with the same region. */
  const captures = new Map<string, Capture>();

  async function captureOf(settings: Settings, residencyZone?: string): Promise<Capture> {
    const shown = Object.entries(settings).map(([key, value]) => [
      key,
      value instanceof SecretText ? value.reveal() : value,
    ]);
    const name = JSON.stringify([shown, residencyZone]);
    const known =
      captures.get(name) ?? (await capture("nephoran", region(settings, residencyZone)));
    captures.set(name, known);
    return known;
  }

  for (const key of Object.keys(settingEffects) as Key[]) {
    const {
      value,
      given = {},
      issued,
      residencyZone,
      changes: expected,
    }: SettingEffect = settingEffects[key];
    const { actedOnBy } = settingsReference[key];
    const what = expected.length === 0 ? "no object" : "exactly what it says";

    it(`${key} changes ${what}, for ${actedOnBy.join(" and ")} to act on`, async () => {
      const real = await issued?.();
      const before = await captureOf({ ...given, ...real?.before }, residencyZone);
      const after = await captureOf({ ...given, [key]: value, ...real?.after }, residencyZone);
      const found = changes(before, after);
      expect(found).to.deep.equal([...expected].sort());
      expect(actedOnBy).to.deep.equal(actors(key, found));
    });
  }

  it("REGION refuses the file of another region", () => {
    expect(problemKeys({ REGION: "away" })).to.deep.equal(["nephoran:REGION"]);
  });

  describe("DATA_RESIDENCY follows the topology, which", () => {
    let inZone: Capture;
    let found: string[];
    before(async () => {
      const inNoZone = await captureOf({});
      inZone = await captureOf({ DATA_RESIDENCY: true }, "eu");
      found = changes(inNoZone, inZone);
    });
    const label = "labels.nephoran.io/residency-zone";

    it("labels every object with the zone", () => {
      const objects = inZone.resources.filter(
        ({ type, custom }) => custom && type.startsWith("kubernetes:"),
      );
      const labelled = found.filter((change) => change.endsWith(`: metadata.${label}`));
      const added = found.filter((change) => change.endsWith(": added"));
      expect(labelled.length + added.length).to.equal(objects.length);
      for (const { inputs, name } of objects) {
        expect(JSON.stringify(inputs["metadata"]), name).to.contain(`residency-zone":"eu"`);
      }
    });

    it("tells the processor, and labels every pod", () => {
      expect(found.filter(ofDataPlane)).to.deep.equal([
        "ConfigMap nephoran-regional-config: data.DATA_RESIDENCY",
        "ConfigMap nephoran-regional-config: data.RESIDENCY_ZONE",
        `CronJob ml-training: spec.jobTemplate.spec.template.metadata.${label}`,
        `Deployment llm-inference: spec.template.metadata.${label}`,
        "Deployment llm-processor-regional: spec.template.metadata.annotations.nephoran.io/settings-checksum",
        `Deployment llm-processor-regional: spec.template.metadata.${label}`,
        `Deployment llm-processor: spec.template.metadata.${label}`,
        `StatefulSet weaviate: spec.template.metadata.${label}`,
        `StatefulSet weaviate: spec.volumeClaimTemplates[0].metadata.${label}`,
      ]);
    });

    it("gives the zone a host, and takes all away by which others could look into the region, or data of the zone leave it", () => {
      expect(found.filter((change) => /: (added|removed)$/.test(change))).to.deep.equal([
        "Chart istio-mesh-eastwest: removed",
        "ClusterRole nephoran-remote-reader: removed",
        "ClusterRoleBinding nephoran-remote-reader: removed",
        "ConfigMap nephoran-global/cockroachdb-migrate-eu: added",
        "DestinationRule nephoran-ingress/eu.nephoran.local: added",
        "Gateway istio-system/eastwest-gateway: removed",
        "Job nephoran-global/cockroachdb-migrate-eu: added",
        "NetworkPolicy istio-system/eastwest-gateway-from-regions: removed",
        "NetworkPolicy istio-system/eastwest-gateway-to-istiod: removed",
        "NetworkPolicy istio-system/istiod-from-eastwest-gateway: removed",
        "NetworkPolicy istio-system/istiod-to-remote-kube-api: removed",
        "NetworkPolicy llm-processor-to-regions: removed",
        "Role istio-system/nephoran-remote-reader: removed",
        "RoleBinding istio-system/nephoran-remote-reader: removed",
        "Secret istio-system/nephoran-remote-reader-token: removed",
        "Service istio-system/eastwest-gateway: removed",
        "ServiceAccount istio-system/nephoran-remote-reader: removed",
        "ServiceEntry llm-processor-to-regions: removed",
        "ServiceEntry nephoran-ingress/eu.nephoran.local: added",
        ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"].flatMap((kind) =>
          ["networkpolicies", "sidecars"].map((rule) => `${kind} nephoran-${rule}: added`),
        ),
        "VirtualService zone-routing: added",
      ]);
    });

    it("changes the identities and tokens that the region goes by", () => {
      expect(found).to.include.members([
        "Chart istio-mesh-istiod: values.meshConfig.trustDomainAliases[0]",
        "Gateway nephoran-ingress/public: spec.servers[0].hosts[2]",
        "RequestAuthentication nephoran-ingress/nephoran-gateway: spec.jwtRules[0].outputClaimToHeaders[2]",
        "output: gateway.hosts[2]",
        "output: residencyZone",
      ]);
    });
  });

  it("protectStorage keeps the engine from deleting what holds data", async () => {
    const held = async (settings: Settings): Promise<string[]> =>
      (await registrations(() => program(region(settings))))
        .filter(({ options }) => options.protect === true)
        .map(nameOf)
        .sort();
    expect(await held({})).to.deep.equal([
      "CustomResourceDefinition networkintents.nephoran.com",
      "Namespace nephoran-global",
      "Namespace nephoran-system",
      "PersistentVolumeClaim data-weaviate-0",
      "PersistentVolumeClaim data-weaviate-1",
      "PersistentVolumeClaim data-weaviate-2",
      "PersistentVolumeClaim ml-training-models",
      "PersistentVolumeClaim nephoran-global/data-cockroachdb-0",
      "PersistentVolumeClaim nephoran-global/data-cockroachdb-1",
      "PersistentVolumeClaim nephoran-global/data-cockroachdb-2",
      "PersistentVolumeClaim nephoran-global/data-prometheus-global-0",
      "PersistentVolumeClaim nephoran-global/data-prometheus-regional-0",
      "PersistentVolumeClaim nephoran-global/data-prometheus-regional-1",
    ]);
    expect(await held({ protectStorage: false })).to.deep.equal([]);
  });

  it("allow lets pass what is refused otherwise", () => {
    const refused: Settings = { VERSION: "latest", MAX_CONCURRENT_INTENTS: 40 };
    expect(problemKeys(refused)).to.deep.equal([
      "nephoran:VERSION",
      "nephoran:MAX_CONCURRENT_INTENTS",
    ]);
    expect(problemKeys({ ...refused, allow: ["latest-image", "capacity-mismatch"] })).to.deep.equal(
      [],
    );
  });

  const problemKeys = (settings: Settings): string[] =>
    configProblems(() => region(settings)).map(({ key }) => key);
});

/** Changes of what processes intents, but for the labels of its objects. */
const ofDataPlane = (change: string): boolean =>
  /^(ConfigMap|CronJob|Deployment|StatefulSet) [^/]*: (data|spec)\./.test(change);

/** Who acts on a setting, by what it changes. */
function actors(key: Key, changed: readonly string[]): Actor[] {
  const toProcessor =
    /^(ConfigMap nephoran-regional-config: data|Secret llm-processor-regional-secrets: stringData)\./;
  const restarts = /^Deployment llm-processor-regional: .*-checksum$/;
  const told = /^output: /;
  const ofEngine = /^(Provider|RandomPassword) /;
  const some = (pattern: RegExp): boolean => changed.some((change) => pattern.test(change));

  const others = [toProcessor, restarts, told, ofEngine];
  const found: Actor[] = [
    ...(changed.some((change) => !others.some((other) => other.test(change)))
      ? (["the region"] as const)
      : []),
    ...(some(toProcessor) ? (["llm-processor"] as const) : []),
    // Its effect is on options of resources, which no capture holds.
    ...(some(/^Provider /) || key === "protectStorage" ? (["the engine"] as const) : []),
  ];
  return found.length === 0 ? ["the check"] : found;
}

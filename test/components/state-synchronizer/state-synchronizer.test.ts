import { expect } from "chai";
import {
  StateSynchronizer,
  type StateSynchronizerArgs,
} from "../../../components/state-synchronizer/state-synchronizer";
import { shippedStack } from "../../shipped-project";
import { MadeObjects } from "../cockroachdb/store-of";
import { registrations } from "../registrations";

async function synchronizerOf(
  region: string,
  changes: Partial<StateSynchronizerArgs> = {},
): Promise<MadeObjects> {
  const args: StateSynchronizerArgs = {
    ...shippedStack(region),
    stateStore: { sqlHost: "cockroachdb-public.nephoran-global.svc", sqlPort: 26257 },
    ...changes,
  };
  return new MadeObjects(
    await registrations(() => new StateSynchronizer("state-synchronizer", args)),
  );
}

interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly automountServiceAccountToken: boolean;
    readonly restartPolicy?: string;
    readonly containers: readonly [
      {
        readonly image: string;
        readonly env: readonly { readonly name: string; readonly value: string }[];
      },
    ];
    readonly volumes: readonly {
      readonly name: string;
      readonly projected?: { readonly sources: readonly { readonly secret: { name: string } }[] };
    }[];
  };
}
interface CronJobSpec {
  readonly suspend: boolean;
  readonly jobTemplate: {
    readonly spec: {
      readonly backoffLimit: number;
      readonly activeDeadlineSeconds: number;
      readonly template: Pod;
    };
  };
}

const deployment = (made: MadeObjects) => made.get("Deployment", "state-synchronizer");
const reconciliation = (made: MadeObjects) => made.get("CronJob", "global-state-synchronizer");
const cronSpec = (made: MadeObjects): CronJobSpec =>
  reconciliation(made).spec as unknown as CronJobSpec;
const podsOf = (made: MadeObjects): [watching: Pod, once: Pod] => [
  deployment(made).spec["template"] as Pod,
  cronSpec(made).jobTemplate.spec.template,
];
const variables = ({ spec }: Pod): Readonly<Record<string, string>> =>
  Object.fromEntries(spec.containers[0].env.map(({ name, value }) => [name, value]));

describe("the state synchronizer", () => {
  let off: MadeObjects;
  let on: MadeObjects;
  before(async () => {
    off = await synchronizerOf("us-east-1");
    on = await synchronizerOf("eu-west-1", { stateSynchronizer: { enabled: true } });
  });

  it("is off as long as nobody asks for it, and says so with the reason", () => {
    expect(deployment(off).spec["replicas"]).to.equal(0);
    expect(cronSpec(off).suspend).to.equal(true);
    for (const { annotations } of [deployment(off), reconciliation(off)]) {
      expect(annotations["nephoran.io/warning"])
        .to.match(/^Off: nothing is carried between this region and the state store\./)
        .and.to.contain("stateSynchronizer: {enabled: true}");
    }
  });

  it("watches with a stand-by, and reconciles every five minutes, once it is on", () => {
    expect(deployment(on).spec["replicas"]).to.equal(2);
    expect(cronSpec(on).suspend).to.equal(false);
    for (const { annotations } of [deployment(on), reconciliation(on)]) {
      expect(annotations).to.deep.equal({});
    }
  });

  it("has one reconciliation at a time, which ends before the next, and forgets what it missed", () => {
    expect(reconciliation(on).spec).to.deep.include({
      schedule: "*/5 * * * *",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 120,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 5,
    });
    const { backoffLimit, activeDeadlineSeconds, template } = cronSpec(on).jobTemplate.spec;
    expect([backoffLimit, template.spec.restartPolicy]).to.deep.equal([0, "Never"]);
    expect(activeDeadlineSeconds).to.be.below(5 * 60);
  });

  it("is found by one label in both forms, of which the budget counts one", () => {
    for (const { metadata } of podsOf(on)) {
      expect(metadata.labels["app"]).to.equal("state-synchronizer");
    }
    expect(reconciliation(on).labels["app"]).to.equal("state-synchronizer");
    const [watching, once] = podsOf(on);
    const budget = on.get("PodDisruptionBudget", "state-synchronizer").spec as {
      readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    };
    const { matchLabels } = budget.selector;
    expect(watching.metadata.labels).to.include(matchLabels);
    expect(once.metadata.labels).to.not.include(matchLabels);
    expect(deployment(on).spec["selector"]).to.deep.equal({ matchLabels });
  });

  it("runs the same program in both forms, as users of the region's databases and of no other", () => {
    const [watching, once] = podsOf(on).map(variables);
    expect(watching).to.deep.equal({
      MODE: "watch",
      REGION: "eu-west-1",
      INTENTS_NAMESPACE: "nephoran-system",
      SQL_HOST: "cockroachdb-public.nephoran-global.svc",
      SQL_PORT: "26257",
      SQL_CERTS_DIR: "/cockroach/cockroach-certs",
      SQL_USER: "nephoran_sync",
      SQL_DATABASE: "nephoran",
      RESIDENCY_ZONE: "eu",
      ZONE_SQL_USER: "nephoran_eu_sync",
      ZONE_SQL_DATABASE: "nephoran_eu",
    });
    expect(once).to.deep.equal({ ...watching, MODE: "once" });
    const secrets = (made: MadeObjects) =>
      podsOf(made).map(({ spec }) => [
        ...new Set(
          spec.volumes.flatMap(({ projected }) =>
            (projected?.sources ?? []).map(({ secret }) => secret.name),
          ),
        ),
      ]);
    const zone = ["cockroachdb-client-nephoran-sync", "cockroachdb-client-nephoran-eu-sync"];
    expect(secrets(on)).to.deep.equal([zone, zone]);
    const elsewhere = ["cockroachdb-client-nephoran-sync"];
    expect(secrets(off)).to.deep.equal([elsewhere, elsewhere]);
  });

  it("works with intents and its own lease, deletes nothing, and reads no Secret", () => {
    const rules = on.all("Role").flatMap(({ namespace, registration }) =>
      (
        registration.inputs["rules"] as readonly {
          readonly resources: readonly string[];
          readonly resourceNames?: readonly string[];
          readonly verbs: readonly string[];
        }[]
      ).map(({ resources, resourceNames, verbs }) => [namespace, resources, resourceNames, verbs]),
    );
    expect(rules).to.have.deep.members([
      ["nephoran-system", ["networkintents"], undefined, ["get", "list", "watch", "patch"]],
      ["nephoran-system", ["networkintents/status"], undefined, ["get", "patch"]],
      ["nephoran-global", ["leases"], undefined, ["create"]],
      ["nephoran-global", ["leases"], ["state-synchronizer"], ["get", "update", "patch"]],
    ]);
    for (const { spec } of podsOf(on)) {
      expect(spec.serviceAccountName).to.equal("state-synchronizer");
      expect(spec.automountServiceAccountToken).to.equal(true);
    }
  });

  it("is asked for its metrics by the region's own Prometheus, and for nothing else", () => {
    expect(on.get("AuthorizationPolicy", "state-synchronizer").spec).to.deep.equal({
      selector: { matchLabels: { app: "state-synchronizer" } },
      action: "ALLOW",
      rules: [
        {
          from: [
            {
              source: {
                principals: ["eu-west-1.nephoran.local/ns/nephoran-global/sa/prometheus-regional"],
              },
            },
          ],
          to: [{ operation: { ports: ["8080"], methods: ["GET"], paths: ["/metrics"] } }],
        },
      ],
    });
  });

  it("has nobody admitted to it as long as it is off, since there are no pods to ask", () => {
    expect(off.all("AuthorizationPolicy")).to.deep.equal([]);
    // The network's side of it stands, so that both ends of the connection say the same.
    const scraped = "state-synchronizer-from-prometheus-regional";
    expect(off.get("NetworkPolicy", scraped).spec).to.deep.equal(
      on.get("NetworkPolicy", scraped).spec,
    );
  });

  it("reaches the region's own nodes, or anybody on that port where they are somebody else's", async () => {
    const to = (made: MadeObjects): unknown => {
      const { egress } = made.get("NetworkPolicy", "state-synchronizer-to-cockroachdb").spec as {
        readonly egress: readonly [{ readonly to: unknown; readonly ports: unknown }];
      };
      expect(egress[0].ports).to.deep.equal([{ port: 26257, protocol: "TCP" }]);
      return egress[0].to;
    };
    expect(to(on)).to.deep.equal([
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "nephoran-global" } },
        podSelector: { matchLabels: { app: "cockroachdb" } },
      },
    ]);
    const existing = await synchronizerOf("us-east-1", {
      cockroachdb: { mode: "existing", version: "v25.4.2", host: "sql.example.com" },
    });
    expect(to(existing)).to.deep.equal([
      { ipBlock: { cidr: "0.0.0.0/0" } },
      { ipBlock: { cidr: "::/0" } },
    ]);
  });
});

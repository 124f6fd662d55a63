import type { Area, ProductPromise } from "../promise";

/** Both workloads, every pod ready; how many there are is the autoscaler's decision. */
const allPodsRun =
  /^NAME.*\n(?=[^]*llm-processor-[\da-f]+-)(?=[^]*llm-processor-regional-[\da-f]+-)(\S+ +1\/1 +Running .*\n)+$/;

export const regions: Area = {
  title: "Regions",
  promises: [
    ...region("us-east-1", "US East (Primary)", 1, "primary"),
    {
      promise: "`us-east-1`: primary control plane",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "`us-east-1`: training of models, a Job that starts when it is asked for",
      state: "works",
      check: {
        where: "rendered",
        command: "grep -HE suspend: rendered/*/nephoran-system/cronjob-ml-training.yaml",
        shows: /^rendered\/us-east-1\/\S+:  suspend: true\n$/,
      },
    },
    ...region("eu-west-1", "EU West", 2, "regional"),
    {
      promise: "`eu-west-1`: GDPR",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
    {
      promise: "`eu-west-1`: inference in the region",
      state: "works",
      check: {
        where: "rendered",
        command:
          "ls rendered/eu-west-1/nephoran-system/deployment-llm-inference.yaml && " +
          "grep -h MODEL_ENDPOINT rendered/eu-west-1/nephoran-system/configmap-nephoran-regional-config.yaml",
        shows: /\n  REGIONAL_MODEL_ENDPOINT: http:\/\/llm-inference\.nephoran-system\.svc:8080\n$/,
      },
    },
    ...region("ap-southeast-1", "Asia Pacific", 3, "edge"),
    {
      promise: "`ap-southeast-1`: O-RAN at low latency, past no other region",
      state: "works",
      check: {
        where: "rendered",
        command: 'grep -hE "port:|cidr:" rendered/*/nephoran-system/networkpolicy-*-to-o-ran.yaml',
        shows: /^ +- port: 443\n +- port: 6513\n +cidr: 100\.64\.0\.0\/10\n$/,
      },
    },
    {
      promise: "`ap-southeast-1`: computing at the edge, on its own nodes and before all else",
      state: "works",
      check: {
        where: "rendered",
        command:
          'grep -hE "priorityClassName|value: edge" rendered/*/nephoran-system/deployment-*.yaml',
        shows: /^( +priorityClassName: nephoran-low-latency\n +value: edge\n){3}$/,
      },
    },
    ...region("us-west-2", "US West (DR)", 4, "dr"),
    {
      promise: "`us-west-2`: recovery from a disaster",
      state: "not yet",
      needs: ["pods that really run", "backups", "failure drills"],
    },
    {
      promise: "`us-west-2`: stand-by of the control plane",
      state: "not yet",
      needs: ["a test at the live depth"],
    },
  ],
};

/** What is promised of every region alike. */
function region(name: string, displayName: string, priority: number, role: string) {
  const literalName = displayName.replace(/[()]/g, "\\$&");
  return [
    {
      promise: `\`${name}\` is ${displayName}, with priority ${priority}`,
      state: "works",
      check: {
        where: "anywhere",
        command: `grep -A 3 "name: ${name}" Pulumi.yaml`,
        shows: new RegExp(
          `displayName: ${literalName}\\n +priority: ${priority}\\n +role: ${role}\\n$`,
        ),
      },
    },
    {
      promise: `What runs in \`${name}\` is told its region and its name`,
      state: "works",
      check: {
        where: "rendered",
        command: `grep -E "REGION(_NAME)?:" rendered/${name}/nephoran-system/configmap-nephoran-regional-config.yaml`,
        shows: new RegExp(`^  REGION: ${name}\\n  REGION_NAME: ${literalName}\\n$`),
      },
    },
    {
      promise: `The pods of \`${name}\` run`,
      state: "stand-in",
      standIn: "KWOK's pods, which run nothing",
      check: {
        where: "sandbox",
        command: `kubectl --context=${name} get pods -n nephoran-system`,
        shows: allPodsRun,
      },
    },
  ] as const satisfies ProductPromise[];
}

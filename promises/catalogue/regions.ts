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
      needs: ["the global control plane"],
    },
    {
      promise: "`us-east-1`: training of models",
      state: "not yet",
      needs: ["the machine learning parts"],
    },
    ...region("eu-west-1", "EU West", 2, "regional"),
    {
      promise: "`eu-west-1`: GDPR",
      state: "not yet",
      needs: ["the rest of the residency rules", "the mesh", "the state store"],
    },
    {
      promise: "`eu-west-1`: inference in the region",
      state: "not yet",
      needs: ["the machine learning parts"],
    },
    ...region("ap-southeast-1", "Asia Pacific", 3, "edge"),
    {
      promise: "`ap-southeast-1`: O-RAN at low latency",
      state: "not yet",
      needs: ["the edge parts"],
    },
    {
      promise: "`ap-southeast-1`: computing at the edge",
      state: "not yet",
      needs: ["the edge parts"],
    },
    ...region("us-west-2", "US West (DR)", 4, "dr"),
    {
      promise: "`us-west-2`: recovery from a disaster",
      state: "not yet",
      needs: ["the state store", "backups", "failure drills"],
    },
    {
      promise: "`us-west-2`: stand-by of the control plane",
      state: "not yet",
      needs: ["the global control plane"],
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
        command: `grep REGION rendered/${name}/nephoran-system/configmap-nephoran-regional-config.yaml`,
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

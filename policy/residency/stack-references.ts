import { Field } from "../reading/field";
import type { ResourceRule } from "../rule";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

export const stackReferences: ResourceRule = {
  id: "residency-stack-references",
  kind: "resource",
  family: "residency",
  title: "A stack reads the stacks of the topology's regions, and no other",
  why: "Outputs carry addresses and credentials. A stack of which the topology knows nothing has no zone, so nobody can say where what is read from it comes from, or what it leads to.",
  fix: "Put the region into the topology, or read what you need of the other project in a stack of your own that holds no bound data.",
  level: "mandatory",
  example: `# new pulumi.StackReference(\`\${pulumi.getOrganization()}/nephoran/us-west-2\`)
type: pulumi:pulumi:StackReference
properties:
  name: organization/nephoran/us-west-2
`,
  check(resource, { topology }) {
    if (resource.type !== STACK_REFERENCE) return [];
    // The engine knows a reference without the property by its own name.
    const stack = Field.of(resource).at("name").text ?? resource.name;
    const region = stack.split("/").at(-1);
    return topology.regions.some(({ name }) => name === region)
      ? []
      : [`It reads the stack ${stack}, and ${region} is no region of the topology.`];
  },
};

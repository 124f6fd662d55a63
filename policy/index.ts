import { PolicyPack } from "@pulumi/policy";
import { readRegionConfig } from "../config/engine";
import { describeViolation, evaluate } from "./evaluate";
import type { PolicyContext, PolicyResource } from "./rule";
import { rules } from "./rules";
import { markUnknowns } from "./unknowns";

// Constructing a pack starts a server at once, so this file is for the engine alone.
const context: PolicyContext = readRegionConfig();

new PolicyPack("nephoran", {
  policies: rules.map((rule) => ({
    name: rule.id,
    description: `${rule.title}. ${rule.why}`,
    enforcementLevel: rule.level,
    validateResource: ({ type, name, props }, reportViolation) => {
      const resource: PolicyResource = {
        type,
        name,
        props: markUnknowns(props) as Record<string, unknown>,
      };
      for (const violation of evaluate(rule, resource, context)) {
        reportViolation(describeViolation(violation));
      }
    },
  })),
});

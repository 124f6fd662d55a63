import { PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { readRegionConfig } from "../config/engine";
import { readShippedConfiguration } from "./configuration-file";
import { enginePolicies } from "./engine-policies";
import { deserializeOnce, readDirectly, skipRemediation } from "./lighter-sdk";
import { rules } from "./rules";

// Constructing a pack starts a server at once, so this file is for the engine alone.
const policies = enginePolicies(rules, readRegionConfig(), new Date());
deserializeOnce();
readDirectly();
skipRemediation(policies);
new PolicyPack("nephoran", { policies }, readShippedConfiguration() as PolicyPackConfig);

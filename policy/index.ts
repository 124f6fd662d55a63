import { PolicyPack, type PolicyPackConfig } from "@pulumi/policy";
import { readRegionConfig } from "../config/engine";
import { readShippedConfiguration } from "./configuration-file";
import { deserializeOnce } from "./deserialize-once";
import { enginePolicies } from "./engine-policies";
import { rules } from "./rules";

// Constructing a pack starts a server at once, so this file is for the engine alone.
deserializeOnce();
new PolicyPack(
  "nephoran",
  { policies: enginePolicies(rules, readRegionConfig(), new Date()) },
  readShippedConfiguration() as PolicyPackConfig,
);

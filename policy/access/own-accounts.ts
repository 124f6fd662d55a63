import { podOf } from "../reading/pods";
import { accessRule } from "./access-rule";

export const ownAccounts = accessRule(
  {
    id: "access-own-accounts",
    title: "Pods have an account of their own",
    why: "The account is the pod's identity in the mesh: with `default`, no policy can tell it from others.",
    fix: "Set `serviceAccountName` to a ServiceAccount that is called as the workload is.",
    level: "mandatory",
    example: "spec:\n  serviceAccountName: weaviate",
  },
  (resource) => {
    const pod = podOf(resource);
    if (pod === undefined) return [];
    const account = pod.spec.at("serviceAccountName").text ?? "default";
    return account === "default" ? ["Its pods have the account `default`."] : [];
  },
);

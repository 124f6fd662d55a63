import { boundAccounts } from "../reading/accounts";
import { isKind, fullName } from "../reading/object";
import { Field } from "../reading/field";
import { podOf } from "../reading/pods";
import type { StackRule } from "../rule";

export const noIdleToken: StackRule = {
  id: "pods-no-idle-token",
  family: "pods",
  kind: "stack",
  title: "Only pods that work with the API server have a token for it",
  why: "A token that nobody uses is still worth stealing: it is an identity inside the cluster.",
  fix: "Set `automountServiceAccountToken: false` for the pod, or give its ServiceAccount the rights that it needs it for.",
  level: "mandatory",
  example: "spec:\n  automountServiceAccountToken: false",
  check(resources) {
    const bound = boundAccounts(resources);
    const closed = resources
      .filter((one) => isKind(one, "", "ServiceAccount"))
      .filter((one) => Field.of(one).at("automountServiceAccountToken").value === false)
      .map(fullName);
    return resources.flatMap((resource) => {
      const pod = podOf(resource);
      if (pod === undefined) return [];
      const mounts = pod.spec.at("automountServiceAccountToken").value;
      const account = `${pod.namespace}/${pod.spec.at("serviceAccountName").text ?? "default"}`;
      const hasToken = mounts === true || (mounts !== false && !closed.includes(account));
      return hasToken && !bound.has(account)
        ? [
            {
              resource: resource.name,
              problem: `Its pods have a token of ${account}, which has no rights to use it for.`,
            },
          ]
        : [];
    });
  },
};

import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { isKind, namespaceOf } from "./object";
import { RBAC } from "./rights";

/** ServiceAccounts that a binding gives rights to, as `namespace/name`. */
export const boundAccounts = (resources: readonly PolicyResource[]): ReadonlySet<string> =>
  new Set(
    resources
      .filter((one) => isKind(one, RBAC, "RoleBinding", "ClusterRoleBinding"))
      .flatMap((binding) =>
        Field.of(binding)
          .at("subjects")
          .items.filter((subject) => subject.at("kind").text === "ServiceAccount")
          .map(
            (subject) =>
              `${subject.at("namespace").text ?? namespaceOf(binding)}/${subject.at("name").text ?? ""}`,
          ),
      ),
  );

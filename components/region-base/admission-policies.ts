import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AdmissionPolicy } from "../../policy/admission/policies";
import type { Labels } from "../labels";
import { meshNamespaces, namespaces } from "./namespaces";

type Bindings = k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding[];

/** What is in these is held to the policies. The label is the API server's own: nobody takes it off. */
const governedNamespaces = {
  matchExpressions: [
    {
      key: "kubernetes.io/metadata.name",
      operator: "In",
      values: [...Object.values(namespaces), ...Object.values(meshNamespaces)],
    },
  ],
};

/**
 * Holds whoever writes to the region's API server to the policies. Where one cannot be evaluated the
 * write is refused, and nothing keeps an object from being deleted.
 *
 * @returns what has to be there before the region's objects are, for these to be held to it too.
 */
export const bindAdmissionPolicies = (
  name: string,
  { policies, labels }: { readonly policies: readonly AdmissionPolicy[]; readonly labels: Labels },
  opts: pulumi.CustomResourceOptions,
): Bindings =>
  policies.map((policy) => {
    const metadata = { name: policy.name, labels };
    const created = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
      `${name}-${policy.name}`,
      { metadata, spec: policySpec(policy) },
      opts,
    );
    return new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
      `${name}-${policy.name}`,
      {
        metadata,
        spec: {
          policyName: policy.name,
          validationActions: policy.level === "mandatory" ? ["Deny"] : ["Warn", "Audit"],
          matchResources: { namespaceSelector: governedNamespaces },
        },
      },
      { ...opts, dependsOn: created },
    );
  });

const policySpec = ({
  resources,
  validations,
}: AdmissionPolicy): k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec => ({
  failurePolicy: "Fail",
  matchConstraints: {
    // Through whatever version of its API an object is written.
    matchPolicy: "Equivalent",
    resourceRules: resources.map(({ group, versions, resources: names }) => ({
      apiGroups: [group],
      apiVersions: [...versions],
      operations: ["CREATE", "UPDATE"],
      resources: [...names],
    })),
  },
  matchConditions: [
    // Its finalizers have to come off.
    { name: "not-being-deleted", expression: "!has(object.metadata.deletionTimestamp)" },
  ],
  validations: validations.map(({ expression, message }) => ({ expression, message })),
});

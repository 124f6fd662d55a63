import { setTimeout as sleep } from "node:timers/promises";
import type { Manifest } from "../../../render/manifest";
import { ofKind } from "../../manifests/rendered";
import type { Kubectl } from "../../sandbox/cluster/engine-region";

/** As Pulumi applies objects. */
export const APPLY = ["apply", "--server-side", "--force-conflicts", "-f=-"];
export const DRY_RUN = [...APPLY, "--dry-run=server"];

/** Puts a region's policies in force in place of any before, and waits until the API server goes by them. */
export async function govern(
  kubectl: Kubectl,
  region: string,
  objects: readonly Manifest[],
): Promise<void> {
  const ground = ofKind(
    objects,
    ...["Namespace", "CustomResourceDefinition", "PriorityClass", "ServiceAccount"],
  );
  const policies = ofKind(
    objects,
    ...["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
  );
  await kubectl.run(
    ...["delete", "validatingadmissionpolicies,validatingadmissionpolicybindings", "--all"],
  );
  await kubectl.runWith(ground, ...APPLY);
  await kubectl.run("wait", "crd", "--all", "--for=condition=Established", "--timeout=30s");
  await kubectl.runWith([...policies, ...canaryPolicy(region)], ...APPLY);
  await refused(kubectl, canary(region));
}

const canary = (region: string): object => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: `canary-${region}`, namespace: "nephoran-system" },
});

/** Written last, so in force last. */
function canaryPolicy(region: string): object[] {
  const apiVersion = "admissionregistration.k8s.io/v1";
  const metadata = { name: `canary-${region}` };
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        matchConstraints: {
          resourceRules: [
            { apiGroups: [""], apiVersions: ["v1"], operations: ["*"], resources: ["configmaps"] },
          ],
        },
        validations: [{ expression: `object.metadata.name != 'canary-${region}'` }],
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: { policyName: `canary-${region}`, validationActions: ["Deny"] },
    },
  ];
}

async function refused(kubectl: Kubectl, object: object): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await kubectl.runWith([object], ...DRY_RUN);
    } catch {
      return;
    }
    await sleep(200);
  }
  throw new Error("The policies did not come into force within 20 s.");
}

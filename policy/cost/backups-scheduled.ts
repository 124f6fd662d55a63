import { Field } from "../reading/field";
import { fullName, isKind, nameOf, namespaceOf } from "../reading/object";
import type { PolicyResource, StackRule } from "../rule";

export const backupsScheduled: StackRule = {
  id: "cost-backups-scheduled",
  family: "cost",
  kind: "stack",
  title: "Backups run by schedule",
  why: "Replicas lose together what is deleted or written wrong; only a backup brings it back.",
  fix: "Set weaviateBackup or cockroachdbBackup in the stack file, and do not suspend what it makes.",
  level: "advisory",
  example: 'kind: CronJob\nmetadata: { name: weaviate-backup }\nspec:\n  schedule: "0 2 * * *"',
  check(resources, { config: { backedUp } }) {
    const suspended = resources
      .filter((one) => isKind(one, "batch", "CronJob") && nameOf(one).endsWith("-backup"))
      .filter((one) => Field.of(one).at("spec", "suspend").value === true)
      .map((one) => ({ resource: one.name, problem: "It is suspended: no backup is made." }));
    const missing = resources
      .filter((one) => isKind(one, "apps", "StatefulSet") && backedUp.includes(fullName(one)))
      .filter((one) => !resources.some((other) => backsUp(other, one)))
      .map((one) => ({ resource: one.name, problem: "Nothing backs up its data by schedule." }));
    return [...suspended, ...missing];
  },
};

/** A CronJob that is called after it, or settings by which it makes backups itself. */
function backsUp(resource: PolicyResource, statefulSet: PolicyResource): boolean {
  if (namespaceOf(resource) !== namespaceOf(statefulSet)) return false;
  const name = nameOf(statefulSet);
  if (isKind(resource, "batch", "CronJob")) return nameOf(resource) === `${name}-backup`;
  return (
    isKind(resource, "", "ConfigMap") &&
    nameOf(resource).startsWith(`${name}-`) &&
    Field.of(resource)
      .at("data")
      .entries.some(
        ([, text]) => !text.isUnknown && /CREATE SCHEDULE[\s\S]*FOR BACKUP/.test(text.text ?? ""),
      )
  );
}

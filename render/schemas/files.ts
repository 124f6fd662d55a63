import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseAllDocuments } from "yaml";
import { writeWholeFolder } from "../whole-folder";
import type { GroupVersionKind, KindSchema } from "./kinds";

/** The OpenAPI v3 documents in a folder, such as Kubernetes keeps in `api/openapi-spec/v3`. */
export function readDocuments(directory: string): unknown[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith("_openapi.json"))
    .map((name) => JSON.parse(readFileSync(join(directory, name), "utf8")) as unknown);
}

/** The CustomResourceDefinitions in the YAML files of a folder, such as Istio's chart has them. */
export function readDefinitions(directory: string): unknown[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) => parseAllDocuments(readFileSync(join(directory, name), "utf8")))
    .map((document): unknown => document.toJS())
    .filter((object) => (object as { kind?: string } | null)?.kind === "CustomResourceDefinition");
}

/** Where a kind's schema stands: `apps/deployment_v1.json`; the core group's folder is `v1`. */
export function schemaPath({ group, version, kind }: GroupVersionKind): string {
  return `${group || version}/${kind.toLowerCase()}_${version}.json`;
}

/** The same for kubeconform's `-schema-location`. */
export function schemaLocation(directory: string): string {
  return join(directory, "{{ .Group }}", "{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json");
}

/**
 * Writes one file for each kind, all or nothing.
 *
 * @throws Error `ENOTEMPTY` if `directory` holds something already.
 */
export function writeSchemas(directory: string, schemas: readonly KindSchema[]): void {
  writeWholeFolder(directory, (fresh) => {
    for (const kind of schemas) {
      const file = join(fresh, schemaPath(kind));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(kind.schema));
    }
  });
}

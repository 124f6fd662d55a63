import { parseAllDocuments } from "yaml";
import { type Manifest, toManifest } from "../manifest";

/**
 * The objects in what `helm template` prints, their Secrets redacted.
 *
 * @param origin what gave them, for errors.
 * @throws Error that names `origin` if something is no YAML, or no Kubernetes object.
 */
export function chartObjects(output: string, origin: string): Manifest[] {
  return parseAllDocuments(output).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${origin} gives what is no YAML: ${error.message}`);
    const object: unknown = document.toJS();
    // A template that gives nothing leaves its comment.
    return object === null ? [] : [toManifest(object, origin)];
  });
}

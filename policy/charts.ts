import type { Manifest } from "../render/manifest";
import type { PolicyResource } from "./rule";

/**
 * An object that a Helm chart makes, as the engine would register it: by its API's type token, and
 * named by its namespace and name.
 */
export function chartResource({ apiVersion, kind, ...fields }: Manifest): PolicyResource {
  const { namespace, name } = fields.metadata;
  const version = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return {
    type: `kubernetes:${version}:${kind}`,
    name: namespace === undefined ? name : `${namespace}/${name}`,
    props: { apiVersion, kind, ...fields },
  };
}

import { createRequire } from "node:module";

/** Turns what an engine sent into plain data. */
type Deserialize = (sent: object, keepSecrets: boolean) => Record<string, unknown>;

/** The part of the policy SDK that does it; not among its types. */
interface Sdk {
  deserializeProperties?: Deserialize;
}

/**
 * Lets the policy SDK turn each resource into plain data once, instead of once for every rule, which
 * would be most of what a preview takes longer for this many of them. The SDK has no setting for it;
 * where a release of it works in another way, nothing but time is lost. The policies share the data,
 * so none may change them.
 */
export function deserializeOnce(
  sdk: Sdk = createRequire(__filename)("@pulumi/policy/deserialize") as Sdk,
): void {
  const original = sdk.deserializeProperties;
  if (typeof original !== "function") return;
  const known = new WeakMap<object, Record<string, unknown>>();
  sdk.deserializeProperties = (sent, keepSecrets) => {
    if (keepSecrets) return original(sent, keepSecrets);
    const data = known.get(sent) ?? original(sent, keepSecrets);
    known.set(sent, data);
    return data;
  };
}

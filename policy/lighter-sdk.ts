import { createRequire } from "node:module";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { PlainProperties, readRequest, readStackRequest, type SentResource } from "./wire/requests";

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
    if (sent instanceof PlainProperties) return sent.data;
    if (keepSecrets) return original(sent, keepSecrets);
    const data = known.get(sent) ?? original(sent, keepSecrets);
    known.set(sent, data);
    return data;
  };
}

/** How the SDK reads what the engine asks of a pack by gRPC, as far as it is changed here. */
interface AnalyzerService {
  readonly analyze?: Reading<SentResource>;
  readonly analyzeStack?: Reading<{ getResourcesList: () => SentResource[] }>;
  readonly remediate?: Reading<object>;
}

interface Reading<Request> {
  requestDeserialize: (sent: Uint8Array) => Request;
}

interface Protocol {
  readonly AnalyzerService?: AnalyzerService;
}

/** The one that the SDK's server speaks, which need not be that of this repository's own packages. */
const sdkProtocol = (): Protocol =>
  createRequire(createRequire(__filename).resolve("@pulumi/policy/server"))(
    "@pulumi/pulumi/proto/analyzer_grpc_pb",
  ) as Protocol;

/**
 * Reads the properties of resources straight from what was sent: the SDK makes three copies of them
 * on the way, most of them of Istio's ten megabytes of definitions. For what `deserializeOnce` has
 * changed; again nothing but time is lost where a release works in another way.
 */
export function readDirectly({ AnalyzerService: service }: Protocol = sdkProtocol()): void {
  if (service?.analyze === undefined || service.analyzeStack === undefined) return;
  const { analyze, analyzeStack } = service;
  analyze.requestDeserialize = readRequest(analyze.requestDeserialize);
  analyzeStack.requestDeserialize = readStackRequest(analyzeStack.requestDeserialize);
}

/**
 * Reads only the first of what the engine sends to have it mended, where no policy mends anything and
 * every answer is the same: the rest is every resource once more.
 */
export function skipRemediation(
  policies: readonly (ResourceValidationPolicy | StackValidationPolicy)[],
  { AnalyzerService: service }: Protocol = sdkProtocol(),
): void {
  const remediate = service?.remediate;
  if (remediate === undefined || policies.some((policy) => "remediateResource" in policy)) return;
  const read = remediate.requestDeserialize;
  let first: object | undefined;
  remediate.requestDeserialize = (sent) => (first ??= read(sent));
}

import { request, type RequestOptions } from "node:https";
import { z } from "zod";
import type { Manifest } from "../../render/manifest";
import { MeshError } from "./failure";
import type { Tunnel } from "./tunnel";

const PORT = 15017;
const SERVER_NAME = "istiod.istio-system.svc";
const BOUND_MS = 10_000;

const reviewSchema = z.object({
  response: z.object({
    allowed: z.boolean(),
    patch: z.string().optional(),
    status: z.object({ message: z.string() }).partial().optional(),
  }),
});

const operations = z.array(
  z.object({
    op: z.enum(["add", "replace", "remove"]),
    path: z.string().startsWith("/"),
    value: z.unknown().optional(),
  }),
);

/** Where an istiod answers the API server. */
export interface Injector {
  readonly tunnel: Tunnel;
  readonly address: string;
  /** PEM. */
  readonly roots: string;
}

/**
 * A pod as istiod's webhook makes it.
 *
 * @throws MeshError `bad-object` if istiod refuses the pod.
 */
export async function injected(pod: Manifest, injector: Injector): Promise<Manifest> {
  const review = {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: "sandbox",
      kind: { group: "", version: "v1", kind: "Pod" },
      resource: { group: "", version: "v1", resource: "pods" },
      operation: "CREATE",
      namespace: pod.metadata.namespace,
      object: pod,
    },
  };
  const { response } = reviewSchema.parse(JSON.parse(await post(JSON.stringify(review), injector)));
  if (!response.allowed) {
    const why = response.status?.message ?? "without a reason";
    throw new MeshError("bad-object", `istiod refuses pod ${pod.metadata.name}: ${why}`);
  }
  const patch = Buffer.from(response.patch ?? btoa("[]"), "base64").toString("utf8");
  return operations.parse(JSON.parse(patch)).reduce(patched, structuredClone(pod));
}

async function post(body: string, { tunnel, address, roots }: Injector): Promise<string> {
  const socket = await tunnel.connect(address, PORT);
  const options: RequestOptions & { readonly socket: unknown } = {
    method: "POST",
    path: "/inject",
    headers: { host: SERVER_NAME, "content-type": "application/json" },
    servername: SERVER_NAME,
    ca: roots,
    agent: false,
    socket,
    signal: AbortSignal.timeout(BOUND_MS),
  };
  return await new Promise((resolve, reject) => {
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        resolve(Buffer.concat(chunks).toString("utf8"));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** One operation of a JSON patch: https://www.rfc-editor.org/rfc/rfc6902 */
function patched(
  document: Manifest,
  { op, path, value }: z.output<typeof operations>[number],
): Manifest {
  const steps = path
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = steps.pop() ?? "";
  const parent = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown>)[step],
    document,
  );
  if (Array.isArray(parent)) {
    const position = last === "-" ? parent.length : Number(last);
    if (op === "add") parent.splice(position, 0, value);
    else if (op === "remove") parent.splice(position, 1);
    else parent[position] = value;
  } else {
    const object = parent as Record<string, unknown>;
    if (op === "remove") Reflect.deleteProperty(object, last);
    else object[last] = value;
  }
  return document;
}

import { z } from "zod";
import type { ProgramConfig } from "../../config/program-config";
import { findVersion, isWithin, versionText } from "../../sandbox/toolchain/version";
import type { Answer, Kubectl } from "../traffic/kubectl";
import type { Finding } from "./finding";
import { imageFindings, type PresentImages } from "./images";

/** The namespace that a context has to name: objects without one of their own land there. */
const NAMESPACE = "nephoran-system";

/** Kubernetes that the manifests need; docs/regional-data-plane.md says what for. */
const KUBERNETES_AT_LEAST = "1.34.0";

/** Looks at one region's cluster; what follows from a cluster that does not answer is unknown. */
export async function clusterFindings(
  stack: ProgramConfig,
  kubectl: Kubectl,
  images: () => Promise<readonly string[]>,
  atRegistry: (image: string) => Promise<boolean | undefined>,
): Promise<Finding[]> {
  const inRegion = (finding: Finding): Finding => ({ region: stack.region.name, ...finding });
  const { context } = stack.cluster;
  const known = await kubectl.call(["config", "get-contexts", context, "--output=name"]);
  if (!known.ok) {
    const next = `add a context ${context} to the kubeconfig, or name another one as nephoran:kubeContext`;
    return [inRegion({ what: "context", state: "missing", detail: `no ${context}`, next })];
  }
  const [namespace, version] = await Promise.all([
    kubectl.call([
      "config",
      "view",
      "--minify",
      "--output=jsonpath={.contexts[0].context.namespace}",
    ]),
    kubectl.call(["version", "--output=json"]),
  ]);
  const first = [
    { what: "context", state: "ok", detail: context } as const,
    namespaceFinding(namespace, context),
    versionFinding(version, context),
  ];
  if (!version.ok) return first.map(inRegion);
  const [classes, rights, nodes] = await Promise.all([
    kubectl.call(["get", "storageclasses", "--output=json"]),
    kubectl.call(["auth", "can-i", "*", "*", "--all-namespaces"]),
    kubectl.call(["get", "nodes", "--output=json"]),
  ]);
  const present: PresentImages = { onNodes: imagesOnNodes(nodes), atRegistry };
  return [
    ...first,
    storageFinding(classes, stack.weaviate.storageClass),
    rightsFinding(rights),
    ...(await imageFindings(await images(), present)),
  ].map(inRegion);
}

function namespaceFinding(answer: Answer, context: string): Finding {
  const what = "namespace";
  const next = `kubectl config set-context ${context} --namespace=${NAMESPACE}`;
  if (!answer.ok) return { what, state: "unknown", detail: answer.message, next };
  if (answer.output === NAMESPACE) return { what, state: "ok", detail: NAMESPACE };
  const seen = answer.output === "" ? "default" : answer.output;
  return { what, state: "missing", detail: `the context's is ${seen}, not ${NAMESPACE}`, next };
}

function versionFinding(answer: Answer, context: string): Finding {
  const what = "API server";
  if (!answer.ok) {
    const next = `start the cluster or its tunnel; \`kubectl --context=${context} version\` shows it`;
    return { what, state: "missing", detail: answer.message, next };
  }
  const text = /"serverVersion"[\s\S]*?"gitVersion":\s*"([^"]*)"/.exec(answer.output)?.[1] ?? "";
  const version = findVersion(text);
  const next = `upgrade it to Kubernetes ${KUBERNETES_AT_LEAST} or later`;
  if (version === undefined) return { what, state: "unknown", detail: "says no version", next };
  const detail = versionText(version);
  if (isWithin(version, { atLeast: KUBERNETES_AT_LEAST })) return { what, state: "ok", detail };
  return { what, state: "missing", detail: `${detail} is too old`, next };
}

const storageClasses = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        annotations: z.record(z.string(), z.string()).optional(),
      }),
    }),
  ),
});

const IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";

function storageFinding(answer: Answer, wanted: string | undefined): Finding {
  const what = "StorageClass";
  const parsed = answer.ok ? storageClasses.safeParse(jsonOf(answer.output)) : undefined;
  if (parsed?.success !== true) {
    const detail = answer.ok ? "kubectl gave no list" : answer.message;
    return { what, state: "unknown", detail, next: "ask somebody who may list StorageClasses" };
  }
  const all = parsed.data.items.map(({ metadata }) => metadata);
  const names = all.map(({ name }) => name).join(", ") || "none";
  const found =
    wanted === undefined
      ? all.find(({ annotations }) => annotations?.[IS_DEFAULT] === "true")
      : all.find(({ name }) => name === wanted);
  if (found !== undefined) return { what, state: "ok", detail: found.name };
  const next =
    wanted === undefined
      ? "mark one of them as the default, or name it as nephoran:weaviateStorageClass"
      : "make it, or name another one as nephoran:weaviateStorageClass";
  const detail = `${wanted === undefined ? "no default" : `no ${wanted}`}; there is ${names}`;
  return { what, state: "missing", detail, next };
}

function rightsFinding(answer: Answer): Finding {
  const what = "rights";
  if (answer.ok) return { what, state: "ok", detail: "everything, everywhere" };
  const next = "deploy as somebody with the ClusterRole cluster-admin: it makes roles of its own";
  // kubectl fails with this one word.
  if (/^no\b/.test(answer.message)) {
    return { what, state: "missing", detail: "not everything, everywhere", next };
  }
  return { what, state: "unknown", detail: answer.message, next };
}

const nodeList = z.object({
  items: z.array(
    z.object({
      status: z.object({
        images: z.array(z.object({ names: z.array(z.string()).nullish() })).nullish(),
      }),
    }),
  ),
});

/** Images that some node says it has; a kubelet names 50 of them at most. */
function imagesOnNodes(answer: Answer): ReadonlySet<string> {
  const parsed = answer.ok ? nodeList.safeParse(jsonOf(answer.output)) : undefined;
  const nodes = parsed?.success === true ? parsed.data.items : [];
  return new Set(
    nodes.flatMap(({ status }) => (status.images ?? []).flatMap(({ names }) => names ?? [])),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

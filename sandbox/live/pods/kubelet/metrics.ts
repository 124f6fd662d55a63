import { cadvisorPage } from "../metrics/cadvisor-page";
import type { UsageSampler } from "../metrics/usage-sampler";
import type { Nodes } from "../nodes";
import type { Reviews } from "./reviews";

/** Where a kubelet tells what its containers use. */
export const METRICS_PATH = "/metrics/cadvisor";

/** What of a request decides about the answer. */
export interface MetricsQuestion {
  readonly authorization: string | undefined;
  /** Of the URL that was asked: one process is the kubelet of all nodes, and their addresses differ. */
  readonly host: string | undefined;
}

export interface MetricsAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Who decides, and who knows. */
export interface MetricsSources {
  readonly reviews: Pick<Reviews, "userOf" | "mayReadMetrics">;
  readonly nodes: Pick<Nodes, "nodeAt">;
  readonly usage: Pick<UsageSampler, "usageOf">;
}

/**
 * What the pods of one node use, for whoever has the right to read metrics of it.
 *
 * @throws PodError `api`.
 */
export async function answerMetrics(
  { authorization = "", host = "" }: MetricsQuestion,
  { reviews, nodes, usage }: MetricsSources,
): Promise<MetricsAnswer> {
  const [, token] = /^Bearer (.+)$/i.exec(authorization) ?? [];
  const user = token === undefined ? undefined : await reviews.userOf(token);
  if (user === undefined) return refusal(401, "the API server knows no such user");
  const node = await nodes.nodeAt(host.replace(/:\d+$/, ""));
  if (node === undefined) return refusal(404, `no node has the address ${host}`);
  if (!(await reviews.mayReadMetrics(user, node))) {
    return refusal(403, `${user.username} may not get nodes/metrics of ${node}`);
  }
  const text = cadvisorPage(await usage.usageOf(node));
  return { status: 200, type: "text/plain; version=0.0.4; charset=utf-8", text };
}

const refusal = (status: number, why: string): MetricsAnswer => ({
  status,
  type: "text/plain",
  text: `${why}\n`,
});

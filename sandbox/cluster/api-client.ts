import { z } from "zod";
import { callHttps, type HttpAnswer } from "./https";
import { ClusterError } from "./failure";

/** A Kubernetes object with at least what names it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** An API server and who to be there. */
export interface ApiAccess {
  readonly region: string;
  readonly server: string;
  readonly authority: string;
  readonly token: string;
}

const FIELD_MANAGER = "nephoran-sandbox";

const TIMEOUT_MS = 15_000;

const tokenRequest = z.object({ status: z.object({ token: z.string() }) });

const NOT_FOUND = 404;
/** The name is taken, or the version is not the present one. */
const CONFLICT = 409;

/** The few requests that bringing up a region takes; paths are as in the API's reference. */
export class ApiClient {
  constructor(private readonly access: ApiAccess) {}

  /** Server-side apply of a cluster-scoped object into `collection`. */
  async apply(collection: string, object: KubernetesObject): Promise<void> {
    const query = `fieldManager=${FIELD_MANAGER}&force=true`;
    const path = `${collection}/${object.metadata.name}?${query}`;
    await this.call("PATCH", path, { object, contentType: "application/apply-patch+yaml" });
  }

  /** Creates an object unless one with its name is there. */
  async create(collection: string, object: KubernetesObject): Promise<void> {
    const path = `${collection}?fieldManager=${FIELD_MANAGER}`;
    await this.call("POST", path, { object, accepted: CONFLICT });
  }

  /**
   * Merges `change` into an object, unless that is at another version than the change names.
   *
   * @returns whether it was.
   */
  async mergeIfUnchanged(
    path: string,
    change: { readonly metadata: { readonly resourceVersion: string } },
  ): Promise<boolean> {
    const { status } = await this.call("PATCH", `${path}?fieldManager=${FIELD_MANAGER}`, {
      object: change,
      contentType: "application/merge-patch+json",
      accepted: CONFLICT,
    });
    return status !== CONFLICT;
  }

  /** The answer's JSON, still to be parsed. */
  async get(path: string): Promise<unknown> {
    return JSON.parse((await this.call("GET", path)).body);
  }

  /** A ServiceAccount's token for this API server. */
  async serviceAccountToken(namespace: string, name: string, seconds: number): Promise<string> {
    const object = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { expirationSeconds: seconds },
    };
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const { body } = await this.call("POST", path, { object });
    return tokenRequest.parse(JSON.parse(body)).status.token;
  }

  /** Deletes an object, or all of a collection; what is not there is as good as deleted. */
  async delete(path: string): Promise<void> {
    await this.call("DELETE", path, { accepted: NOT_FOUND });
  }

  /** @throws ClusterError `api` unless the request succeeded or was answered as `accepted`. */
  private async call(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    {
      object,
      contentType = "application/json",
      accepted,
    }: { object?: object; contentType?: string; accepted?: number } = {},
  ): Promise<HttpAnswer> {
    const { region, server, authority, token } = this.access;
    const answer = await callHttps(`${server}${path}`, authority, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": contentType },
      ...(object === undefined ? {} : { body: JSON.stringify(object) }),
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status < 300 || answer.status === accepted) return answer;
    throw new ClusterError(
      "api",
      `the API server of ${region} answered ${method} ${path} with ${String(answer.status)}: ${answer.body}`,
    );
  }
}

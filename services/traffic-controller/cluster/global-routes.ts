import { z } from "zod";
import type { HttpRoutes } from "../../../routing/http-route";
import type { ApiBounds, ApiClient } from "./api-client";
import type { ObjectName } from "./lease";

/** Who owns `spec.http` in the object's managed fields. */
export const FIELD_MANAGER = "traffic-controller";

/** What kind of object the routes are. */
export const ROUTES_TYPE = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
} as const;

const virtualService = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().min(1), uid: z.string().optional() }),
  spec: z.looseObject({ http: z.unknown() }).default({ http: undefined }),
});

/** The VirtualService of the global routes, as it was read. */
export type VirtualService = z.output<typeof virtualService>;

/** The one VirtualService that a traffic controller writes, and of that `spec.http` alone. */
export class GlobalRoutes {
  private readonly path: string;

  constructor(
    private readonly client: Pick<ApiClient, "call">,
    private readonly name: ObjectName,
  ) {
    this.path = `/apis/${ROUTES_TYPE.apiVersion}/namespaces/${name.namespace}/virtualservices/${name.name}`;
  }

  /** @throws ApiError if it cannot be read. */
  async read(bounds: ApiBounds): Promise<VirtualService> {
    return await this.client.call({ method: "GET", path: this.path }, virtualService, bounds);
  }

  /**
   * Server-side apply of the routes. Without a version it would also bring back what has been deleted.
   *
   * @param onlyIf is asked at the last moment before it is sent.
   * @returns the object's new version.
   * @throws ApiError, a conflict if the object is at another version; NotSent if `onlyIf` says no.
   */
  async apply(
    http: HttpRoutes,
    resourceVersion: string,
    bounds: ApiBounds,
    onlyIf: () => boolean,
  ): Promise<string> {
    const { metadata } = await this.client.call(
      {
        method: "PATCH",
        path: `${this.path}?fieldManager=${FIELD_MANAGER}&force=true`,
        contentType: "application/apply-patch+yaml",
        body: {
          ...ROUTES_TYPE,
          metadata: { ...this.name, resourceVersion },
          spec: { http },
        },
        onlyIf,
      },
      virtualService,
      bounds,
    );
    return metadata.resourceVersion;
  }
}

import { z } from "zod";
import type { PodApi } from "./api";
import type { Data, ReferencedObjects } from "./environment";
import { PodError } from "./failure";

/** The kinds of object that containers are made from. */
export type ObjectKind = "ConfigMap" | "Secret";

const PLURAL: Readonly<Record<ObjectKind, string>> = { ConfigMap: "configmaps", Secret: "secrets" };

const dataSchema = z.object({
  data: z.record(z.string(), z.string()).nullish(),
  binaryData: z.record(z.string(), z.string()).nullish(),
});

const metadataSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), resourceVersion: z.string() }),
});

interface Known {
  data: Data;
}

/**
 * The ConfigMaps and Secrets that pods refer to. Of all others only their names are looked at, so
 * a region's whole configuration is never in memory.
 */
export class Objects {
  private readonly known = new Map<string, Known>();

  /** @param onChange called when one that somebody asked for has other data than before. */
  constructor(
    private readonly api: PodApi,
    private readonly onChange: (kind: ObjectKind, namespace: string, name: string) => void,
  ) {}

  /** Follows changes until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const kinds: readonly ObjectKind[] = ["ConfigMap", "Secret"];
    await Promise.all(
      kinds.map((kind) =>
        this.api.follow(
          `/api/v1/${PLURAL[kind]}`,
          (change) => {
            if (change.kind === "reset" || change.kind === "synced") return;
            const { metadata } = metadataSchema.parse(change.object);
            void this.renew(kind, metadata.namespace, metadata.name);
          },
          { signal, metadataOnly: true },
        ),
      ),
    );
  }

  /** What of a namespace has been loaded. */
  of(namespace: string): ReferencedObjects {
    const data = (kind: ObjectKind) => (name: string) =>
      this.known.get(keyOf(kind, namespace, name))?.data;
    return { configMap: data("ConfigMap"), secret: data("Secret") };
  }

  /** Loads what has not been asked for yet. */
  async load(kind: ObjectKind, namespace: string, names: ReadonlySet<string>): Promise<void> {
    const missing = [...names].filter((name) => {
      const key = keyOf(kind, namespace, name);
      return this.known.get(key)?.data === undefined;
    });
    await Promise.all(
      missing.map(async (name) => {
        const key = keyOf(kind, namespace, name);
        this.known.set(key, { data: await this.read(kind, namespace, name) });
      }),
    );
  }

  private async renew(kind: ObjectKind, namespace: string, name: string): Promise<void> {
    const known = this.known.get(keyOf(kind, namespace, name));
    if (known === undefined) return;
    try {
      const data = await this.read(kind, namespace, name);
      if (isSame(known.data, data)) return;
      known.data = data;
      this.onChange(kind, namespace, name);
    } catch {
      // The next change, or the next pod that needs it, asks again.
    }
  }

  private async read(kind: ObjectKind, namespace: string, name: string): Promise<Data> {
    const path = `/api/v1/namespaces/${namespace}/${PLURAL[kind]}/${name}`;
    const { status, body } = await this.api.ask("GET", path);
    if (status === 404) return undefined;
    if (status >= 300) throw new PodError("api", `GET ${path} was answered with ${String(status)}`);
    const { data, binaryData } = dataSchema.parse(body);
    const encoding = kind === "Secret" ? "base64" : "utf8";
    return {
      ...mapped(data ?? {}, encoding),
      ...mapped(binaryData ?? {}, "base64"),
    };
  }
}

const keyOf = (kind: ObjectKind, namespace: string, name: string): string =>
  `${kind}/${namespace}/${name}`;

const mapped = (values: Readonly<Record<string, string>>, encoding: BufferEncoding) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value, encoding)]),
  );

function isSame(a: Data, b: Data): boolean {
  if (a === undefined || b === undefined) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => {
      const other = b[key];
      return other !== undefined && a[key]?.equals(other) === true;
    })
  );
}

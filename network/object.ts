import { z } from "zod";
import type { Manifest } from "../render/manifest";

/**
 * What a schema sees in a rendered object, or in the part of it at `path`.
 *
 * @throws Error that names the object and what is wrong in it.
 */
export function readObject<T extends z.ZodType>(
  object: Manifest,
  schema: T,
  path: readonly string[] = [],
): z.output<T> {
  const part = path.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>> | undefined)?.[step],
    object,
  );
  const result = schema.safeParse(part);
  if (result.success) return result.data;
  const { kind, metadata } = object;
  const where = [kind, [metadata.namespace, metadata.name].filter(Boolean).join("/"), ...path];
  throw new Error(`${where.join(" ")} cannot be read.\n${z.prettifyError(result.error)}`);
}

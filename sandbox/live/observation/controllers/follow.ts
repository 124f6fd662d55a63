import type { z } from "zod";
import type { ApiAccess } from "../../../cluster/api-client";
import { watchCollection } from "../../../cluster/watch";

/** Follows a collection of a region's API server until the signal. It never fails. */
export type Follow = <T>(
  collection: {
    readonly path: string;
    readonly object: z.ZodType<T>;
    /** Told all that is there, again and again. */
    readonly onChange: (objects: readonly T[]) => void;
  },
  signal: AbortSignal,
) => Promise<void>;

/** Follows what is there at an API server, over all interruptions. */
export const followAt =
  (access: ApiAccess): Follow =>
  ({ path, object, onChange }, signal) =>
    watchCollection(
      access,
      {
        path,
        object,
        onChange: (objects) => {
          onChange([...objects.values()]);
        },
      },
      signal,
    );

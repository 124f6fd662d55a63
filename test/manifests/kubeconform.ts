import { z } from "zod";
import { schemaLocation } from "../../render/schemas/files";
import { runCommand } from "../../sandbox/toolchain/command";
import type { Toolchain } from "../../sandbox/toolchain/toolchain";

const verdicts = z.object({
  resources: z.array(
    z.object({ kind: z.string(), name: z.string(), status: z.string(), msg: z.string() }),
  ),
  summary: z.object({
    valid: z.int(),
    invalid: z.int(),
    errors: z.int(),
    skipped: z.int(),
  }),
});

/** What kubeconform says: of every object in numbers, of the refused ones why. */
export type Verdicts = z.infer<typeof verdicts>;

/** Checks every object in a file, or below a folder, by schemas that `writeSchemas` wrote. */
export async function kubeconform(
  toolchain: Toolchain,
  schemas: string,
  objects: string,
): Promise<Verdicts> {
  const { output } = await runCommand(
    toolchain.path("kubeconform"),
    ["-strict", "-summary", "-output=json", `-schema-location=${schemaLocation(schemas)}`, objects],
    { variables: {}, timeoutMs: 60_000 },
  );
  return verdicts.parse(JSON.parse(output));
}

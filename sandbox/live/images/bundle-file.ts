import { join } from "node:path";
import type { LiveTools } from "./tools";

/** A program of this checkout that runs as one file. */
export type BundleName = "traffic-controller" | "llm-processor" | "cockroachdb" | "nslookup";

/** Where a program's bundle is. */
export const bundleFile = ({ bundles }: Pick<LiveTools, "bundles">, name: BundleName): string =>
  join(bundles, `${name}.cjs`);

// Loads the program in the working directory as the engine's Node host does, and prints the seconds
// that its own modules took, without those that every program of Pulumi and Kubernetes loads.
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { tsnodeRequire, typescriptRequire } =
  require("@pulumi/pulumi/tsutils").typeScriptRequireStrings();
require(tsnodeRequire).register({
  compiler: typescriptRequire,
  transpileOnly: true,
  project: "tsconfig.pulumi.json",
});
require("@pulumi/pulumi");
require("@pulumi/kubernetes");

const before = Object.keys(require.cache).length;
const started = performance.now();
require(join(process.cwd(), "index.ts"));
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, modules: Object.keys(require.cache).length - before }));

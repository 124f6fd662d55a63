// Starts a TypeScript program of this folder without a build, from any working directory. Packages
// that are loaded before tsx are plain JavaScript; tsx would look through each of their files.
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
load("zod");
load("tsx/cjs/api").register();
load(`./${process.argv[2]}.ts`);

// A thread has no loader for TypeScript of its own, so this one brings it along.
import { createRequire } from "node:module";
import { register } from "tsx/cjs/api";

register();
createRequire(import.meta.url)("./worker.ts");

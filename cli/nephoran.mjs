#!/usr/bin/env node
// Loads the TypeScript of the command in this very process: the launcher of the loader would repeat
// Ctrl-C to it, and kill it when it takes time to end in order.
import { createRequire } from "node:module";
import "tsx";

createRequire(import.meta.url)("./nephoran.ts");

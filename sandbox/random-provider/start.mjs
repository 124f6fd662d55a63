// Starts main.ts without a build, from any folder, as fast as that goes. Packages that are loaded
// before tsx are plain JavaScript; afterwards tsx would look through each of their files, which adds
// half as much again to the start of a plugin that every `pulumi up` starts anew.
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
load("@pulumi/pulumi/proto/provider_grpc_pb");
load("zod");
load("tsx/cjs/api").register();
load("./main.ts");

// Where the engine starts the pack, and waits until it answers. Everything here saves time only: the
// compiler that the engine's host brings along would take five times as long for the same.
const { defer } = require("./start/defer.cjs");
const { readBundle } = require("./start/bundle.cjs");

// The policy SDK asks for all of Pulumi's, for two classes that no rule of this pack needs.
defer(require.resolve("@pulumi/pulumi"));

const bundle = readBundle();
if (bundle !== undefined) bundle();
else {
  require("tsx/cjs");
  require("./index.ts");
}

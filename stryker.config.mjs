/** Mutation testing of the traffic controller's decision core: `npm run mutants`. */
export default {
  mutate: [
    "services/traffic-controller/decision/**/*.ts",
    "services/traffic-controller/settings.ts",
  ],
  plugins: ["./scripts/mutants-runner.mjs"],
  testRunner: "mocha-as-documented",
  testRunnerNodeArgs: ["--import=tsx"],
  testsOf: "test/services/traffic-controller",
  before: "test/services/traffic-controller/decision/few-runs.cjs",
  // Worlds at random: they come last, for a mutant that anything else kills needs none of them.
  slowTests: ["fleet", "optimum", "residency", "rest", "safety"].map(
    (name) => `decision/${name}.test.ts`,
  ),
  coverageAnalysis: "perTest",
  timeoutMS: 3_000,
  timeoutFactor: 1.5,
  concurrency: 2,
  warnings: { unknownOptions: false },
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false },
  jsonReporter: { fileName: ".stryker/mutants.json" },
  tempDirName: ".stryker/sandbox",
  ignorePatterns: [
    "/*",
    "!/components",
    "!/config",
    "!/routing",
    "!/services",
    "!/test",
    "!/Pulumi*.yaml",
    "!/package.json",
    "!/tsconfig.json",
    "!/scripts",
    "!/monitoring",
  ],
  thresholds: { high: 95, low: 90, break: 90 },
};

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { commonTokens, declareClassPlugin, PluginKind, tokens } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";

/**
 * Lets Stryker run Mocha 12, by what Mocha documents: Stryker's own runner reaches into files that Mocha
 * has since moved. Reads of Stryker's configuration in which folder the tests are (`testsOf`), which
 * of them come last (`slowTests`), and what is loaded before them (`before`).
 */
class MochaRunner {
  static inject = tokens(commonTokens.options);

  constructor(options) {
    this.options = options;
    this.context = globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
  }

  /** Files are loaded once, so a mutant of what runs at loading needs a process of its own. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    const { testsOf, before, slowTests } = this.options;
    this.mocha = new Mocha({ reporter: Results, timeout: 0 });
    this.mocha.cleanReferencesAfterRun(false);
    const isSlow = (name) => slowTests.includes(name);
    const tests = readdirSync(testsOf, { recursive: true })
      .filter((name) => /^(decision\/)?[^./]*\.test\.ts$/.test(name))
      .sort((one, other) => isSlow(one) - isSlow(other) || (one < other ? -1 : 1));
    for (const file of [before, ...tests.map((name) => join(testsOf, name))]) {
      this.mocha.addFile(resolve(file));
    }
    const { context } = this;
    this.mocha.suite.beforeEach(function () {
      if (context.isDryRun) context.currentTestId = this.currentTest.fullTitle();
    });
  }

  async dryRun({ coverageAnalysis, disableBail }) {
    this.context.isDryRun = coverageAnalysis === "perTest";
    const result = await this.run(disableBail);
    this.context.isDryRun = false;
    return coverageAnalysis === "off"
      ? result
      : { ...result, mutantCoverage: this.context.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit, mutantActivation }) {
    this.context.hitLimit = hitLimit;
    this.context.hitCount = hitLimit ? 0 : undefined;
    const titles = testFilter?.map((title) => `^${title.replace(/[^\w ]/g, "\\$&")}$`);
    this.mocha.grep(new RegExp(titles?.join("|") ?? ""));
    return toMutantRunResult(await this.run(disableBail, activeMutant.id, mutantActivation));
  }

  async run(disableBail, mutant, activation) {
    setBail(this.mocha.suite, !disableBail);
    try {
      if (!this.isLoaded) {
        this.context.activeMutant = activation === "static" ? mutant : undefined;
        await this.mocha.loadFilesAsync();
        this.isLoaded = true;
      }
      this.context.activeMutant = mutant;
      this.isRunning = true;
      await new Promise((done) => this.mocha.run(done));
      this.isRunning = false;
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error) };
    }
    const { hitCount, hitLimit } = this.context;
    return (
      determineHitLimitReached(hitCount, hitLimit) ?? {
        status: DryRunStatus.Complete,
        tests: Results.latest.tests,
      }
    );
  }

  dispose() {
    // A mutant that never ends is stopped together with its process.
    if (!this.isRunning) this.mocha.dispose();
  }
}

function setBail(suite, isOn) {
  suite.bail(isOn);
  for (const child of suite.suites) setBail(child, isOn);
}

/** A reporter that keeps what each test came to. */
class Results {
  static latest;
  tests = [];

  constructor(runner) {
    Results.latest = this;
    let since = Date.now();
    const add = (test, result) => {
      const title = (test.ctx?.currentTest ?? test).fullTitle();
      const timeSpentMs = Date.now() - since;
      since = Date.now();
      this.tests.push({ id: title, name: title, fileName: test.file, timeSpentMs, ...result });
    };
    runner.on("pass", (test) => add(test, { status: TestStatus.Success }));
    runner.on("fail", (test, error) => {
      add(test, { status: TestStatus.Failed, failureMessage: error.message || "no message" });
    });
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "mocha-as-documented", MochaRunner),
];

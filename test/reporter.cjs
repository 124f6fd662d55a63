"use strict";

const { appendFileSync } = require("node:fs");
const { relative } = require("node:path");
const Mocha = require("mocha");

const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END } = Mocha.Runner.constants;

/** How many of the files that took longest are named. */
const NAMED = 20;

/**
 * Mocha's own `spec` reporter, which also says which files took longest, hooks included, and appends
 * the run's counts to the file `MOCHA_COUNTS`.
 */
module.exports = class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    /** By file, in ms. */
    this.took = new Map();
    let begun = 0;
    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.parent?.root) begun = Date.now();
    });
    runner.on(EVENT_SUITE_END, ({ parent, file }) => {
      if (!parent?.root || file === undefined) return;
      this.took.set(file, (this.took.get(file) ?? 0) + Date.now() - begun);
    });
    runner.once(EVENT_RUN_END, () => {
      const file = process.env.MOCHA_COUNTS;
      if (!file) return;
      const { passes, failures, pending } = this.stats;
      appendFileSync(file, `${passes} ${failures} ${pending}\n`);
    });
  }

  epilogue() {
    super.epilogue();
    if (this.took.size <= 1) return;
    const longest = [...this.took].sort(([, a], [, b]) => b - a).slice(0, NAMED);
    Mocha.reporters.Base.consoleLog("  The files that took longest:");
    for (const [file, ms] of longest) {
      const name = relative(process.cwd(), file);
      Mocha.reporters.Base.consoleLog(`${(ms / 1000).toFixed(1).padStart(8)} s  ${name}`);
    }
    Mocha.reporters.Base.consoleLog();
  }
};

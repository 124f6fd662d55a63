"use strict";

const { appendFileSync } = require("node:fs");
const Mocha = require("mocha");

/** Mocha's own `spec` reporter, which also appends the run's counts to the file `MOCHA_COUNTS`. */
module.exports = class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const file = process.env.MOCHA_COUNTS;
      if (!file) return;
      const { passes, failures, pending } = this.stats;
      appendFileSync(file, `${passes} ${failures} ${pending}\n`);
    });
  }
};

"use strict";

const fc = require("fast-check");

/** Properties are tried a tenth as often, and with the same values each time: for mutation testing. */
fc.configureGlobal({ numRuns: 10, seed: 42 });

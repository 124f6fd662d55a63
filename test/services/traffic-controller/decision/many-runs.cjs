"use strict";

const fc = require("fast-check");

/** Properties are tried ten times as often: the assignment is held against the optimum in 1,000 worlds. */
fc.configureGlobal({ numRuns: 1_000 });

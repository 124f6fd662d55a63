import { readFileSync } from "node:fs";
import { ConfigError } from "../../config/problems";
import { createLog } from "./api/log";
import { type ControllerConfiguration, readConfiguration } from "./configuration/configuration";
import { runService } from "./service";

/** Of a process that was started with a configuration that is wrong. */
const WRONG_CONFIGURATION = 2;

function configurationOrExit(): ControllerConfiguration {
  try {
    return readConfiguration(process.env, (path) => readFileSync(path, "utf8"));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(WRONG_CONFIGURATION);
  }
}

const configuration = configurationOrExit();
const log = createLog(configuration.logLevel, configuration);

const fail = (error: unknown): never => {
  log.fatal({ err: error }, "The traffic controller has failed.");
  process.exit(1);
};
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

const ending = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) {
  process.on(name, () => {
    if (ending.signal.aborted) process.exit(1);
    ending.abort();
  });
}

runService(configuration, log, ending.signal).then(() => process.exit(0), fail);

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordedNames } from "../../../sandbox/processes/record";
import { stopProcess } from "../../../sandbox/processes/stop";

/** A folder of its own for each test; what a test left running there is ended with it. */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "nephoran-"));
  });
  afterEach(async () => {
    for (const name of await recordedNames(folder)) {
      await stopProcess(folder, name, 0).catch(() => undefined);
    }
    await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}

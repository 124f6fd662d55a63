import { text } from "node:stream/consumers";
import type { LoadReport } from "../../../sandbox/live/load/report";
import { startLoad } from "../../../sandbox/live/observation/load";
import { usersLoad } from "../../../sandbox/live/users";
import { layout, REGIONS } from "./shared-live-sandbox";

/** Longer than any test lasts, s. */
const FOR_EVER_SECONDS = 3_600;

/** Users near all regions who send requests until they are stopped. */
export interface RunningUsers {
  /** Ends them, what is under way included. */
  stop(): Promise<LoadReport>;
}

/** @param rate requests a second, by all of them. */
export async function startUsers(rate: number): Promise<RunningUsers> {
  const more = ["--json"];
  const load = { rate, seconds: FOR_EVER_SECONDS, near: REGIONS, more };
  const running = startLoad(await usersLoad(layout, load));
  const report = text(running.lines);
  return {
    stop: async () => {
      await running.stop();
      return JSON.parse(await report) as LoadReport;
    },
  };
}

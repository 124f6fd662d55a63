import { parentPort, workerData } from "node:worker_threads";
import type { WorkerData } from "./campaign";
import { playWorld } from "./play";

/** Plays each world whose number it is sent, and answers how it went. */
const { seed, topology } = workerData as WorkerData;
parentPort?.on("message", (world: number) => {
  parentPort?.postMessage(playWorld(seed, world, topology));
});

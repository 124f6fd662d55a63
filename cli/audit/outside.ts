import type { Project } from "../../config/files";
import { projectIn } from "../deploy/options";
import type { StoreAddress } from "./store-address";
import type { OpenStore } from "./pg-store";

/** All that the commands touch besides their arguments; replaced by tests. */
export interface Outside {
  project(folder: string): Project;
  open(address: StoreAddress): Promise<OpenStore>;
  print(line: string): void;
}

/** The operator's own machine. */
export const operatorsMachine = (): Outside => ({
  project: projectIn,
  // Loaded when it is used: no other command waits for the client of the database.
  open: async (address) => (await import("./pg-store.js")).openStore(address),
  print: (line) => {
    console.log(line);
  },
});

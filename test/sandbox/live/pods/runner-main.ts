import { runPods } from "../../../../sandbox/live/pods/run-pods";
import { testEntryOf } from "./known-images";

void runPods(process.argv[2] ?? "", testEntryOf);

import { Command } from "commander";
import { drainCommand, excludeCommand, freezeCommand, pinCommand } from "./give";
import { liftCommand } from "./lift";
import { operatorsMachine, type Outside } from "./outside";
import { replayCommand } from "./replay";
import { statusCommand } from "./status";

/** The verbs that look at the traffic and give orders about it. */
export const trafficCommand = (outside: Outside = operatorsMachine()): Command =>
  new Command("traffic")
    .description("See how requests are shared out over the regions, and override it.")
    .addCommand(statusCommand(outside))
    .addCommand(drainCommand(outside))
    .addCommand(excludeCommand(outside))
    .addCommand(pinCommand(outside))
    .addCommand(freezeCommand(outside))
    .addCommand(liftCommand(outside))
    .addCommand(replayCommand(outside));

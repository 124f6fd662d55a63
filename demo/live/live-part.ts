import { DEFAULT_PORT_BASE, stopControlPlanes } from "../../sandbox/cluster/control-planes";
import { isAnythingRunning } from "../../sandbox/cluster/status";
import { liveDepth } from "../../sandbox/live/up";
import { describeSandbox } from "../../sandbox/report";
import { up } from "../../sandbox/up";
import { type Figures, figureLines } from "./figures";
import { type SandboxShowOptions, showSandbox } from "./sandbox-show";

/**
 * Brings regions up whose pods run, shows how one dies under load, and says what it has cost. They run on
 * afterwards; where this has started them and is interrupted, nothing runs on.
 *
 * @throws OperatorError, ConfigError, CodedError, or the signal's reason.
 */
export async function livePart(options: SandboxShowOptions): Promise<Figures> {
  const { layout, regions, signal, report, victim } = options;
  const ranBefore = await isAnythingRunning(layout.directory);
  const own = { ...options, portBase: DEFAULT_PORT_BASE };
  const depth = await liveDepth(own);
  const running = await up({ ...own, depth });
  try {
    report(`\nThe same system under load, and ${victim} dies in it.`);
    const figures = await showSandbox(options);
    report(["", ...figureLines(victim, figures)].join("\n"));
    report(describeSandbox(running).join("\n"));
    return figures;
  } catch (error) {
    if (signal.aborted && !ranBefore) {
      report("\nStopping everything.");
      await depth.end();
      await stopControlPlanes(layout.directory);
    } else {
      report(`\n${regions.join(" and ")} run on: npm run sandbox -- down stops them.`);
    }
    throw error;
  }
}

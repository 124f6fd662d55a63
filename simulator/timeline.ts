import { inWords } from "../services/traffic-controller/decision/reason";
import type { RegionState } from "../services/traffic-controller/decision/decide";
import { type Fault, spells } from "./faults/fault";
import type { Watch } from "./world/watch";
import type { World } from "./world/world";

/**
 * Tells what happens in a world: what goes wrong, what controllers make of it, and what they write. Of
 * several controllers that come to the same, the first one is told.
 */
export function timeline(world: World, tell: (line: string) => void): Watch {
  const at = (seconds: number): string => `${seconds.toFixed(1).padStart(7)} s  `;
  const notes = world.plan.faults
    .flatMap((fault) =>
      spells(fault).flatMap(({ from, until }) => [
        { seconds: from, text: `${describeFault(fault)}.` },
        ...(until > from ? [{ seconds: until, text: `It is over: ${describeFault(fault)}.` }] : []),
      ]),
    )
    .sort((one, other) => one.seconds - other.seconds);
  const known = new Map<string, RegionState>();
  let noted = 0;
  const tellNotes = (): void => {
    for (; noted < notes.length && (notes[noted]?.seconds ?? 0) <= world.seconds; noted++) {
      const note = notes[noted];
      if (note !== undefined) tell(`${at(note.seconds)}! ${note.text}`);
    }
  };
  return {
    ticked: ({ replica, tick }) => {
      tellNotes();
      if (!replica.isLeading && world.plan.mode === "active") return undefined;
      for (const { region, to, reasons } of tick.changes) {
        if ((known.get(region) ?? "healthy") === to) continue;
        known.set(region, to);
        const why = reasons.map((reason) => ` ${inWords(reason)}`).join("");
        tell(`${at(world.seconds)}${region} is ${to}, says ${replica.options.region}.${why}`);
      }
      return undefined;
    },
    wrote: ({ replica, write }) => {
      tellNotes();
      const entry = replica.options.region;
      const row = world.names
        .map((name) => [name, write.weights[name] ?? 0] as const)
        .filter(([, points]) => points > 0)
        .map(([name, points]) => `${points} ${name}`)
        .join(", ");
      const why = write.because
        .filter((it) => it.code === "shifted" || it.code === "evacuated" || it.code === "pinned")
        .map((reason) => ` ${inWords(reason)}`)
        .join("");
      tell(`${at(world.seconds)}${entry} now sends ${row}.${why}`);
      return undefined;
    },
  };
}

/** A fault as a clause, for a person. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case "outage":
      return `${fault.region} answers nobody`;
    case "brown-out":
      return (
        `${fault.region} has ${percent(fault.capacityRatio)} of its capacity` +
        (fault.failingRatio > 0 ? ` and fails ${percent(fault.failingRatio)} of its attempts` : "")
      );
    case "demand":
      return fault.factor === 0
        ? `nobody comes to the entry ${fault.region}`
        : `${fault.region} is asked ${fault.factor} times as much`;
    case "partition":
      return `${fault.from} does not reach ${fault.to}`;
    case "isolation":
      return `${fault.region} is cut off`;
    case "prometheus":
      return `Prometheus in ${fault.region}: ${fault.how}`;
    case "api":
      return `the API server of ${fault.region}: ${fault.how}`;
    case "kill":
      return `${whom(fault)} dies (${fault.moment})`;
    case "pause":
      return `${whom(fault)} stands still (${fault.moment})`;
    case "clock":
      return `the clock of ${whom(fault)} is set by ${fault.stepMs} ms`;
    case "edit":
      return `somebody edits the routes of ${fault.region}`;
    case "drain":
      return `an operator drains ${fault.region}`;
    case "exclude":
      return `an operator excludes ${fault.region}`;
    case "pin":
      return `an operator pins ${fault.region}`;
    case "freeze":
      return "an operator freezes all shifts";
  }
}

const whom = ({ region, replica }: Extract<Fault, { readonly replica: unknown }>): string =>
  replica === "leader" ? `the leader of ${region}` : `replica ${replica} of ${region}`;

const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`;

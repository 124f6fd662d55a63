import { type Invariant, mustLeave, sum } from "./invariant";

export const wholeRows: Invariant = {
  id: "whole-rows",
  sentence: "Every row is of whole points, none below zero, that sum to 100.",
  watch: () => ({
    ticked: ({ tick: { decision } }) => {
      for (const row of decision.rows) {
        const isWhole = row.every((points) => Number.isInteger(points) && points >= 0);
        if (!isWhole || row.length !== decision.regions.length || sum(row) !== 100) {
          return `a row is ${row.join(" ")}`;
        }
      }
      return undefined;
    },
  }),
};

export const nothingForTheLost: Invariant = {
  id: "nothing-for-the-lost",
  sentence:
    "A region that has failed, is excluded or cannot be reached gets nothing of an entry that can " +
    "send anywhere else.",
  watch: (world) => ({
    ticked: ({ tick: { decision } }) => {
      for (let entry = 0; entry < decision.rows.length; entry++) {
        const row = decision.rows[entry] ?? [];
        const left = mustLeave(decision, entry);
        if (!left.includes(true) || !left.includes(false)) continue;
        const region = row.findIndex((points, index) => points > 0 && left[index] === true);
        if (region === -1) continue;
        // A pin wins over what signals say, and over nothing else.
        const isPinned = decision.reasons.some(
          (it) => it.code === "pinned" && it.entry === world.names[entry],
        );
        const judgement = decision.next.health[region]?.judgement;
        const isDown = decision.next.down[entry]?.[region] === true;
        if (isPinned && judgement?.state === "failed" && judgement.by === "signals" && !isDown) {
          continue;
        }
        return `${world.names[entry] ?? ""} sends ${row[region] ?? 0} to ${world.names[region] ?? ""}`;
      }
      return undefined;
    },
  }),
};

export const isolatedServesItself: Invariant = {
  id: "isolated-serves-itself",
  sentence: "An entry that can send to no other region serves all of its requests itself.",
  watch: (world) => ({
    ticked: ({ tick: { decision } }) => {
      for (let entry = 0; entry < decision.rows.length; entry++) {
        const left = mustLeave(decision, entry);
        const isAlone = left.every((must, region) => must || region === entry);
        const own = decision.rows[entry]?.[entry] ?? 0;
        // Pins may use a region that signals alone have failed.
        if (isAlone && own !== 100 && !decision.reasons.some(({ code }) => code === "pinned")) {
          return `${world.names[entry] ?? ""} is alone and serves ${own} of its 100 points`;
        }
      }
      return undefined;
    },
  }),
};

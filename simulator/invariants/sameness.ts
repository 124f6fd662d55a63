import { sameRow } from "../../services/traffic-controller/decision/row";
import type { Invariant } from "./invariant";
import { Twins } from "./twins";

export const sameDecision: Invariant = {
  id: "same-decision",
  sentence: "Controllers that have seen the same decide the same, whoever they are.",
  watch: () => ({
    ticked: ({ replica: { controller }, tick: { decision } }) => {
      const other = controller instanceof Twins ? controller.others : undefined;
      if (other === undefined) return undefined;
      const isSame =
        decision.states.every((state, index) => state === other.states[index]) &&
        decision.rows.every((row, index) => sameRow(row, other.rows[index] ?? [])) &&
        decision.matrix.every((row, index) => sameRow(row, other.matrix[index] ?? []));
      return isSame ? undefined : "two controllers that have seen the same decide differently";
    },
  }),
};

import { catalogue } from "../../promises/catalogue";
import type { Kept, Place, StoodIn } from "../../promises/promise";

/** The promises with a check that runs in `place`. */
export function checkedPromises(place: Place): (Kept | StoodIn)[] {
  return catalogue
    .flatMap(({ promises }) => promises)
    .filter((line) => line.state !== "not yet")
    .filter(({ check }) => check.where === place);
}

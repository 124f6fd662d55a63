import type { Problem } from "../../config/problems";
import type { Entry } from "./home-region";

/** A stack file's settings and the region's entry in the topology, as far as they matter. */
export interface Situation {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly region: Entry;
}

/** One thing that is refused in a region that is compliant otherwise. */
export interface CrossCheckCase {
  readonly title: string;
  /** What else the region has, still compliant. @default nothing */
  readonly given?: Partial<Situation>;
  /** What makes it wrong. */
  readonly change: Partial<Situation>;
  readonly problem: Omit<Problem, "file">;
  /** For each alternative in `allowed`, what it means in the files. */
  readonly waysOut: Readonly<Record<string, Partial<Situation>>>;
}

/** A change of the stack file. */
export const setting = (fields: Situation["settings"]): Partial<Situation> => ({
  settings: fields,
});
/** A change of the region's entry. */
export const entry = (fields: Entry): Partial<Situation> => ({ region: fields });

/** The region in the residency zone of the topology. */
export const inZone = entry({ residencyZone: "eu" });
/** A model outside of the cluster. */
export const provider = { url: "https://llm.example.com/v1", cidrs: ["192.0.2.0/24"] };
/** A bucket outside of the cluster. */
export const backup = { bucket: "backups", cidrs: ["192.0.2.0/24"] };

import { type Mode, modeNames, modes } from "./mode";

/** What is watched without any failure. */
export const exercises = {
  steady: "nothing fails, though links between regions jitter and lose a packet in 200",
  shift: "an operator moves half of another entry's requests to it and back while 100,000 pass",
  latency: "nothing fails; how long requests take from each entry to each region",
} as const;

export type Exercise = keyof typeof exercises;

export const exerciseNames = Object.keys(exercises) as readonly Exercise[];

/** What a round can be about. */
export type RoundKind = Mode | Exercise;

/** All of them, by their names. */
export const roundKinds: Readonly<Record<RoundKind, string>> = { ...modes, ...exercises };

export const roundKindNames: readonly RoundKind[] = [...modeNames, ...exerciseNames];

export const isExercise = (kind: RoundKind): kind is Exercise =>
  exerciseNames.some((name) => name === kind);

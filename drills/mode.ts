/** Ways in which a region, or what is between regions, fails. */
export const modes = {
  kill: "all pods of the region die at once, and nobody is told",
  pause: "all its pods stand still, their connections stay open",
  blackhole: "no packet reaches the region or leaves it",
  errors: "its processors answer 503 to every intent",
  slow: "its processors take 6 s longer",
  entry: "its gateway dies, all else goes on",
  primary: "the primary dies as a whole: pods, control plane, border",
  partition: "it and another region do not hear each other; users reach both",
  "partition-one-way": "another region's packets do not reach it; its own arrive",
  all: "all pods of every region die, for 3 s",
} as const;

export type Mode = keyof typeof modes;

export const modeNames = Object.keys(modes) as readonly Mode[];

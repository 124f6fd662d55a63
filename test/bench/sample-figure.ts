import { type Figure, ratioToPeer, type Reading } from "../../bench/figure";
import type { FigureRecord } from "../../bench/figures-page";

/** Of one run: 3 s against 2 s. */
export const sampleReading: Reading = ratioToPeer("a peer", [{ ours: 3, peer: 2 }], {
  atMost: 1.5,
  notes: ["It is explained."],
});

export const sampleFigure: Figure = { name: "preview.region", ...sampleReading };

export const sampleRecord: FigureRecord = {
  ...sampleFigure,
  date: "2026-01-31",
  machine: {
    cpu: "Some Processor",
    cores: 2,
    memoryGiB: 24,
    os: "Some OS, kernel 6, x64",
    node: "v20.19.0",
    tools: { kubectl: "1.37.2" },
  },
};

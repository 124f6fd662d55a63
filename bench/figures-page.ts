import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { z } from "zod";
import {
  type DrillFigure,
  drillFigureHead,
  drillFigureRow,
  drillFigureSchema,
  newerFigures,
} from "../drills/figures";
import { repositoryRoot } from "../sandbox/layout";
import { readFileIfPresent, writeFileAtomically } from "../sandbox/processes/atomic-file";
import { type Figure, figureNames, figureSchema } from "./figure";
import { type Machine, machineSchema } from "./machine";
import { figureHead, figureRow } from "./report";

const recordSchema = z.object({
  ...figureSchema.shape,
  /** Day of the measurement, UTC. */
  date: z.iso.date(),
  machine: machineSchema,
});

/** A figure with when and where it was measured. */
export type FigureRecord = z.infer<typeof recordSchema>;

const folder = join(repositoryRoot, "docs/figures");

/** What is recorded; the page is made of it. */
export const recordsFile = join(folder, "figures.json");
export const drillsFile = join(folder, "drills.json");
export const pageFile = join(folder, "README.md");

/**
 * Records figures in place of earlier ones of the same names, and writes the page anew.
 *
 * @returns the path of the page.
 */
export async function recordFigures(
  figures: readonly Figure[],
  where: { readonly date: Date; readonly machine: Machine },
): Promise<string> {
  const stamp = { date: where.date.toISOString().slice(0, 10), machine: where.machine };
  const records = withNewer(
    await readRecords(),
    figures.map((figure) => ({ ...figure, ...stamp })),
  );
  await mkdir(folder, { recursive: true });
  await writeFormatted(recordsFile, JSON.stringify(records));
  return await writePage();
}

/**
 * Records figures of drills in the same way.
 *
 * @returns the path of the page.
 */
export async function recordDrillFigures(figures: readonly DrillFigure[]): Promise<string> {
  const all = newerFigures(await readDrillFigures(), figures);
  await mkdir(folder, { recursive: true });
  await writeFormatted(drillsFile, JSON.stringify(all));
  return await writePage();
}

async function writePage(): Promise<string> {
  await writeFormatted(pageFile, figuresPage(await readRecords(), await readDrillFigures()));
  return pageFile;
}

/** The figures recorded in the repository; none if there is no file yet. */
export async function readRecords(): Promise<FigureRecord[]> {
  const text = await readFileIfPresent(recordsFile);
  return text === undefined ? [] : z.array(recordSchema).parse(JSON.parse(text));
}

/** Those of drills; none if there is no file yet. */
export async function readDrillFigures(): Promise<DrillFigure[]> {
  const text = await readFileIfPresent(drillsFile);
  return text === undefined ? [] : z.array(drillFigureSchema).parse(JSON.parse(text));
}

/** All figures, the newer of each name, in the order in which `figureNames` lists them. */
export function withNewer(
  earlier: readonly FigureRecord[],
  newer: readonly FigureRecord[],
): FigureRecord[] {
  return figureNames.flatMap(
    (name) => [...newer, ...earlier].find((record) => record.name === name) ?? [],
  );
}

/** The page as Markdown, with a section for each machine that was measured on. */
export function figuresPage(
  records: readonly FigureRecord[],
  drills: readonly DrillFigure[] = [],
): string {
  const machines = [
    ...new Set([...records, ...drills].map(({ machine }) => JSON.stringify(machine))),
  ];
  return [
    "# Figures",
    "",
    "Written by `npm run bench -- --write`; `npm run bench -- --help` says what each benchmark does.",
    "Both sides of a ratio are measured in turns, in the same run, on the same API server. The value",
    "is the median of the runs' ratios; seconds are medians of each side by itself. What is named p99",
    "is the time within which 99 % of the calls ended, the median of the runs'.",
    ...(drills.length > 0 ? ["", ...ABOUT_DRILLS] : []),
    ...machines.flatMap((machine) => {
      const isOfIt = (record: { readonly machine: Machine }) =>
        JSON.stringify(record.machine) === machine;
      return machineSection(records.filter(isOfIt), drills.filter(isOfIt));
    }),
  ].join("\n");
}

const ABOUT_DRILLS = [
  "Figures named drill are counts and milliseconds, written by `npm run drill -- --write`: the worst of",
  "all rounds, and the most that it may be. [docs/drills.md](../drills.md) says what each of them is.",
];

function machineSection(
  records: readonly FigureRecord[],
  drills: readonly DrillFigure[],
): string[] {
  const [first] = [...records, ...drills];
  if (first === undefined) return [];
  const { cpu, cores, memoryGiB, os, node, tools } = first.machine;
  const versions = Object.entries(tools).map(([tool, version]) => `${tool} ${version}`);
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    "",
    `## On ${cores} cores, ${memoryGiB} GiB`,
    "",
    ...(records.length > 0
      ? [
          row([...figureHead, "DATE"]),
          row([...figureHead, ""].map(() => "---")),
          ...records.map((record) => row([...figureRow(record), record.date])),
          "",
          ...records.flatMap(({ name, notes }) => notes.map((note) => `- \`${name}\`: ${note}`)),
          "",
        ]
      : []),
    ...(drills.length > 0
      ? [
          row(drillFigureHead),
          row(drillFigureHead.map(() => "---")),
          ...drills.map((figure) => row(drillFigureRow(figure))),
          "",
        ]
      : []),
    `${cpu}, ${os}, Node ${node}. ${versions.join(", ")}.`,
    "",
  ];
}

/** As `npm run format` would leave it. */
async function writeFormatted(file: string, text: string): Promise<void> {
  const options = { ...(await resolveConfig(file)), filepath: file };
  await writeFileAtomically(file, await format(text, options));
}

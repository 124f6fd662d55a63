import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { z } from "zod";
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
  await writeFormatted(pageFile, figuresPage(records));
  return pageFile;
}

/** The figures recorded in the repository; none if there is no file yet. */
export async function readRecords(): Promise<FigureRecord[]> {
  const text = await readFileIfPresent(recordsFile);
  return text === undefined ? [] : z.array(recordSchema).parse(JSON.parse(text));
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
export function figuresPage(records: readonly FigureRecord[]): string {
  const machines = [...new Set(records.map(({ machine }) => JSON.stringify(machine)))];
  return [
    "# Figures",
    "",
    "Written by `npm run bench -- --write`; `npm run bench -- --help` says what each benchmark does.",
    "Both sides of a ratio are measured in turns, in the same run, on the same API server. The value",
    "is the median of the runs' ratios; seconds are medians of each side by itself. What is named p99",
    "is the time within which 99 % of the calls ended, the median of the runs'.",
    ...machines.flatMap((machine) =>
      machineSection(records.filter((record) => JSON.stringify(record.machine) === machine)),
    ),
  ].join("\n");
}

function machineSection(records: readonly FigureRecord[]): string[] {
  const [first] = records;
  if (first === undefined) return [];
  const { cpu, cores, memoryGiB, os, node, tools } = first.machine;
  const versions = Object.entries(tools).map(([tool, version]) => `${tool} ${version}`);
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    "",
    `## On ${cores} cores, ${memoryGiB} GiB`,
    "",
    row([...figureHead, "DATE"]),
    row([...figureHead, ""].map(() => "---")),
    ...records.map((record) => row([...figureRow(record), record.date])),
    "",
    ...records.flatMap(({ name, notes }) => notes.map((note) => `- \`${name}\`: ${note}`)),
    "",
    `${cpu}, ${os}, Node ${node}. ${versions.join(", ")}.`,
    "",
  ];
}

/** As `npm run format` would leave it. */
async function writeFormatted(file: string, text: string): Promise<void> {
  const options = { ...(await resolveConfig(file)), filepath: file };
  await writeFileAtomically(file, await format(text, options));
}

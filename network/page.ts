import type { ProgramConfig } from "../config/program-config";
import { parsePortText, type PortSet, union } from "./ports";
import { networksBySetting, openingSettings } from "./settings";

/** A row of the page: every one of `from` may connect to every one of `to`. */
export interface PageRow {
  /** Line of the page, from 1, and what it says. */
  readonly line: number;
  readonly text: string;
  /** For which regions; see {@link holdsIn}. */
  readonly where: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ports: PortSet;
}

/** What holds for every region. */
export const EVERYWHERE = "all regions";

const COLUMNS = ["From", "To", "Port", "Why"];

/**
 * Reads the connections from a page in Markdown: tables with the columns From, To, Port and Why,
 * each below a line `Where: ...` that holds up to the next heading. Other tables are left alone.
 *
 * @throws Error with the line that is no such row.
 */
export function parsePage(page: string): PageRow[] {
  const rows: PageRow[] = [];
  let where: string | undefined;
  let isTable = false;
  for (const [index, text] of page.split("\n").entries()) {
    const cells = cellsOf(text);
    if (cells === undefined) {
      isTable = false;
      if (text.startsWith("#")) where = undefined;
      where = /^Where: (.+)$/.exec(text)?.[1]?.trim() ?? where;
    } else if (isTable) {
      if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
        rows.push(parseRow(cells, where, { line: index + 1, text: text.trim() }));
      }
    } else {
      isTable = COLUMNS.every((column, place) => cells[place] === column);
    }
  }
  return rows;
}

/**
 * Whether a row is for a region. `where` is `all regions`, or any of these with commas between:
 * a region's name, `role ROLE`, `feature FEATURE`, `setting SETTING`, `no residency zone`.
 */
export function holdsIn(where: string, config: ProgramConfig): boolean {
  const { name, role, features, residencyZone } = config.region;
  const known = [
    ...[EVERYWHERE, name, `role ${role}`],
    ...(residencyZone === undefined ? ["no residency zone"] : []),
    ...features.map((feature) => `feature ${feature}`),
    ...openingSettings(config).map((setting) => `setting ${setting}`),
  ];
  return where.split(",").some((term) => known.includes(term.replaceAll("`", "").trim()));
}

/** The row as it is meant in a region: what a setting says stands there instead of its name. */
export function rowIn(row: PageRow, config: ProgramConfig): PageRow {
  const networks = networksBySetting(config);
  const ends = (names: readonly string[]): string[] =>
    names.flatMap((name) => networks.get(name) ?? [name]);
  return { ...row, from: ends(row.from), to: ends(row.to) };
}

/** A row as it would have to stand on the page. */
export function rowText(from: string, to: string, ports: readonly string[], why: string): string {
  const cells = [`\`${from}\``, `\`${to}\``, ports.join(", "), why];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Ports as they are written for people, with commas between; undefined if one is none. */
export function parsePorts(texts: string): PortSet | undefined {
  const ports = texts.split(",").map((text) => parsePortText(text.trim()));
  const known = ports.filter((port) => port !== undefined);
  return known.length === ports.length ? union(known) : undefined;
}

function parseRow(
  cells: readonly string[],
  where: string | undefined,
  place: { readonly line: number; readonly text: string },
): PageRow {
  const refuse = (problem: string): Error =>
    new Error(`Line ${place.line} of the page ${problem}:\n${place.text}`);
  const [from = "", to = "", port = "", why = "", ...more] = cells;
  if (more.length > 0) throw refuse(`has more cells than ${COLUMNS.join(", ")}`);
  if (where === undefined) throw refuse("has no `Where: ...` between its heading and its table");
  if (why === "") throw refuse("does not say why");

  const ports = parsePorts(port);
  if (ports === undefined) {
    throw refuse("names ports in another way than 8080/TCP, 7000-7009/UDP, http/TCP, any/TCP, any");
  }
  const ends = [from, to].map(codeSpans);
  const [sources = [], targets = []] = ends;
  if (ends.some((names) => names.length === 0)) {
    throw refuse("does not give names in backticks, with commas between, for From and To");
  }
  return { ...place, where, from: sources, to: targets, ports };
}

/** The cells of a row, or undefined for what is no row. */
function cellsOf(text: string): string[] | undefined {
  const row = /^\s*\|(.*)\|\s*$/.exec(text)?.[1];
  return row?.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** The names in a cell of nothing but names; none if there is anything else. */
function codeSpans(cell: string): string[] {
  const spans = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  return spans.map((name) => `\`${name}\``).join(", ") === cell ? spans : [];
}

import { Command } from "commander";
import type { Topology } from "../../config/topology";
import { table } from "../../sandbox/report";
import { withProject } from "../deploy/options";
import { standing, troubles } from "./agreement";
import { type ClusterView, viewOf } from "./cluster-view";
import { inWords } from "./duration";
import { Kubectl } from "./kubectl";
import { orderText } from "./order";
import type { Outside } from "./outside";

interface Options {
  readonly project: string;
  readonly json?: true;
}

/** Shows what is served, and what operators have ordered. */
export const statusCommand = (outside: Outside): Command =>
  withProject(new Command("status"))
    .description(
      "Show how every entry shares its requests out, and the overrides that stand. Exits with 1 if a " +
        "cluster cannot be read, or has other overrides than the rest.",
    )
    .option("--json", "one JSON object")
    .action(async ({ project, json }: Options) => {
      const { topology, stacks } = outside.project(project);
      const views = await Promise.all(
        stacks.map((stack) => viewOf(new Kubectl(stack, outside.run), topology)),
      );
      const nowMs = outside.now();
      const lines = json
        ? [JSON.stringify(statusObject(views, nowMs))]
        : statusLines(views, topology, nowMs);
      for (const line of lines) outside.print(line);
      if (troubles(views, nowMs).length > 0) process.exitCode = 1;
    });

function statusObject(views: readonly ClusterView[], nowMs: number): unknown {
  return {
    entries: views.map(({ region, served, leader }) => ({
      entry: region,
      ...(served.state === "row" && { weights: served.weights }),
      ...(leader !== undefined && { leader }),
    })),
    overrides: standing(views, nowMs).map(({ override, ...where }) => {
      const { expiresAtMs, ...rest } = override;
      return { ...rest, expiresAt: new Date(expiresAtMs).toISOString(), ...where };
    }),
    troubles: troubles(views, nowMs),
  };
}

/** Two tables, and below them whatever is not as it should be. */
export function statusLines(
  views: readonly ClusterView[],
  { regions }: Topology,
  nowMs: number,
): string[] {
  const names = regions.map(({ name }) => name);
  const found = standing(views, nowMs);
  const notes = troubles(views, nowMs);
  return [
    ...table([
      ["ENTRY", ...names.map((name) => `TO ${name}`), "LEADER"],
      ...views.map(({ region, served, leader }) => [
        region,
        ...names.map((name) => cell(served.state === "row" ? served.weights[name] : undefined)),
        leader ?? "-",
      ]),
    ]),
    "",
    ...(found.length === 0
      ? ["No overrides."]
      : table([
          ["ID", "ORDER", "ENDS IN", "AUTHOR", "REASON"],
          ...found.map(({ override }) => [
            override.id,
            orderText(override),
            inWords(override.expiresAtMs - nowMs),
            override.author,
            override.reason,
          ]),
        ])),
    ...(notes.length === 0 ? [] : ["", ...notes]),
  ];
}

const cell = (points: number | undefined): string =>
  points === undefined ? "?" : points === 0 ? "-" : String(points);

import { type Area, type ProductPromise, RENDERINGS, type State } from "./promise";

const states: readonly State[] = ["works", "stand-in", "not yet"];

/** The whole page, docs/promises.md. */
export function promisesPage(areas: readonly Area[]): string {
  const renderings = RENDERINGS.map((args) => code(`npm run render -- ${args.join(" ")}`));
  return `# Promises

What this system is to do, the command that shows it, and whether it does it today.

- **works**: the command does what is promised, and a test runs it.
- **stand-in**: the same, but in the sandbox something named stands in for the real thing.
- **not yet**: what it still needs is named. The command is the one that will show it. The live depth is the sandbox [with pods that run](sandbox.md#the-live-depth).

Where the commands run:

- **anywhere**: in this repository after \`npm ci\`. No cluster, no other tools.
- **rendered**: there too, after ${renderings.join(" and ")}.
- **sandbox**: in the shell of \`npm run sandbox -- exec bash\`, once \`npm run sandbox -- up\` has brought all regions up. \`PROJECT\` is \`.sandbox/project\`.
- **live**: the same, once \`npm run sandbox -- up --live --regions us-east-1,eu-west-1\` has brought up two regions whose pods run.

This page is made by \`npm run promises\` out of \`promises/catalogue\`: edit an entry there, not here.

<!-- prettier-ignore-start -->

${summary(areas).join("\n")}

${areas.map(section).join("\n\n")}

<!-- prettier-ignore-end -->
`;
}

/** How many promises are in each state, for each area and in all. */
export function countStates(promises: readonly ProductPromise[]): Record<State, number> {
  const count = (wanted: State): number => promises.filter(({ state }) => state === wanted).length;
  return { works: count("works"), "stand-in": count("stand-in"), "not yet": count("not yet") };
}

function summary(areas: readonly Area[]): string[] {
  const countRow = (title: string, promises: readonly ProductPromise[]): string => {
    const counts = countStates(promises);
    return row([title, ...states.map((state) => String(counts[state])), String(promises.length)]);
  };
  const all = areas.flatMap(({ promises }) => promises);
  return [
    row(["area", ...states, "in all"]),
    row(["---", "--:", "--:", "--:", "--:"]),
    ...areas.map(({ title, promises }) => countRow(title, promises)),
    countRow("**all**", all),
  ];
}

function section({ title, promises }: Area): string {
  return [
    `## ${title}`,
    "",
    row(["promise", "command", "state", "figure"]),
    row(["---", "---", "---", "---"]),
    ...promises.map(promiseRow),
  ].join("\n");
}

/** One row of an area's table. */
export function promiseRow(line: ProductPromise): string {
  switch (line.state) {
    case "works":
    case "stand-in":
      return row([line.promise, code(line.check.command), stateText(line), line.figure ?? ""]);
    case "not yet":
      return row([line.promise, code(line.command ?? ""), stateText(line), ""]);
  }
}

function stateText(line: ProductPromise): string {
  switch (line.state) {
    case "works":
      return `works, ${line.check.where}`;
    case "stand-in":
      return `stand-in, ${line.check.where}: ${line.standIn}`;
    case "not yet":
      return `not yet: needs ${inWords.format(line.needs)}`;
  }
}

const inWords = new Intl.ListFormat("en-GB");

/** A table splits at every bar, even inside of code. */
const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** Text as code, whatever backticks are in it. */
function code(text: string): string {
  if (text === "") return "";
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

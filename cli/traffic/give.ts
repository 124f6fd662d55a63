import { Command, Option } from "commander";
import { OperatorError } from "../../config/operator-error";
import type { Project } from "../../config/files";
import type { Order, Override } from "../../services/traffic-controller/decision/override";
import { overrideSchema } from "../../services/traffic-controller/overrides/schema";
import { withProject } from "../deploy/options";
import { carryOut, type CommonOptions } from "./carry-out";
import { duration, inWords } from "./duration";
import { orderId, orderText, requireRegion, rowFrom } from "./order";
import type { Outside } from "./outside";

interface Options extends CommonOptions {
  readonly reason: string;
  readonly author?: string;
  readonly for: number;
}

/** One hour: long enough to look into something, short enough to be forgotten. */
const DEFAULT_MS = 3_600_000;

/** Leads all requests away from a region, step by step. */
export const drainCommand = (outside: Outside): Command =>
  orderCommand("drain", "Lead all requests away from a region, one step per hold-down.")
    .argument("<region>", "the region that gets no more")
    .action(async (region: string, options: Options) => {
      await give(outside, options, ({ topology }) => ({
        kind: "drain",
        region: requireRegion(region, topology),
      }));
    });

/** Takes a region out at once. */
export const excludeCommand = (outside: Outside): Command =>
  orderCommand("exclude", "Take a region out at once: the emergency procedure.")
    .argument("<region>", "the region that gets nothing from now on")
    .action(async (region: string, options: Options) => {
      await give(outside, options, ({ topology }) => ({
        kind: "exclude",
        region: requireRegion(region, topology),
      }));
    });

/** Gives an entry a row. */
export const pinCommand = (outside: Outside): Command =>
  orderCommand("pin", "Share an entry's requests out as you say, step by step.")
    .argument("<entry>", "the region whose entry it is")
    .argument("<shares...>", "REGION=PERCENT, which sum to 100; who is left out gets nothing")
    .action(async (entry: string, shares: readonly string[], options: Options) => {
      await give(outside, options, ({ topology }) => ({
        kind: "pin",
        entry: requireRegion(entry, topology),
        weights: rowFrom(shares, topology),
      }));
    });

/** Stops all shifts that are not away from where requests must not be. */
export const freezeCommand = (outside: Outside): Command =>
  orderCommand("freeze", "Stop all shifts but those away from failed and excluded regions.").action(
    async (options: Options) => {
      await give(outside, options, () => ({ kind: "freeze" }));
    },
  );

const orderCommand = (name: Order["kind"], description: string): Command =>
  withProject(new Command(name))
    .description(
      `${description} Every cluster is told; to finish what could not be, run the same again.`,
    )
    .requiredOption("--reason <words>", "why, for whoever finds it later")
    .option("--author <name>", "who; left out: git's user.email, or the user of this machine")
    .addOption(
      new Option("--for <time>", "how long it stands: 30m, 1h, 2d, up to 7d")
        .argParser(duration)
        .default(DEFAULT_MS, "1h"),
    )
    .option("--dry-run", "ask every cluster whether it would take it, and change nothing")
    .option("-y, --yes", "do not ask; without a terminal nothing is ever asked")
    .option("--json", "the outcome as one JSON object");

async function give(
  outside: Outside,
  options: Options,
  orderOf: (project: Project) => Order,
): Promise<void> {
  const project = outside.project(options.project);
  const order = orderOf(project);
  const { author, from } = await authorOf(outside, options.author);
  const override = valid({
    ...order,
    id: orderId(order),
    reason: options.reason,
    author,
    expiresAtMs: outside.now() + options.for,
  });
  const until = new Date(override.expiresAtMs).toISOString();
  await carryOut(project, { do: "give", override }, outside, options, {
    announcement: [
      `${orderText(order)} for ${inWords(options.for)}, until ${until}`,
      `  reason: ${override.reason}`,
      `  author: ${author} (${from})`,
      ...boundStays(order, project),
    ],
    question: order.kind === "freeze" ? undefined : `${orderText(order)}?`,
    id: override.id,
  });
}

/** Holds it against what the traffic controllers understand. */
function valid(override: Override): Override {
  const { expiresAtMs, ...rest } = override;
  const parsed = overrideSchema.safeParse({
    ...rest,
    expiresAt: new Date(expiresAtMs).toISOString(),
  });
  if (parsed.success) return override;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0]);
  throw new OperatorError(
    `--${field} cannot be this: 1 to ${field === "reason" ? 300 : 100} characters on one line are wanted.`,
  );
}

async function authorOf(
  { run, user }: Outside,
  given: string | undefined,
): Promise<{ author: string; from: string }> {
  if (given !== undefined) return { author: given, from: "as you say" };
  const args = ["config", "--get", "user.email"];
  const result = await run({ program: "git", args, timeoutMs: 5_000 });
  const email = result.ended === "exit" && result.exitCode === 0 ? result.output.trim() : "";
  return email === ""
    ? { author: user(), from: "the user of this machine" }
    : { author: email, from: "user.email of git" };
}

/** What of a region's requests no override reaches. */
function boundStays(order: Order, { topology }: Project): string[] {
  if (order.kind !== "drain" && order.kind !== "exclude") return [];
  const zone = topology.regions.find(({ name }) => name === order.region)?.residencyZone;
  return zone === undefined
    ? []
    : [`  What is bound to the residency zone ${zone} still goes there: no override reaches that.`];
}

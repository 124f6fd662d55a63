import { OperatorError } from "../config/operator-error";
import type { Authority } from "./authority";
import { type IssueOptions, issueRegion } from "./identity";
import type { IdentityStore } from "./identity-store";
import { type IssuePlan, type IssueRequest, planIssue } from "./issue-plan";

/** A region, and the public hosts that it answers. */
export interface NamedRegion {
  readonly region: string;
  readonly hosts: readonly string[];
}

export interface IssueAllOptions
  extends IssueRequest, Pick<IssueOptions, "meshCaDays" | "clients"> {
  /** True: nothing is written. */
  readonly dryRun: boolean;
}

/**
 * Issues identities for regions and writes them into their stacks: all, or none.
 *
 * @throws OperatorError if a stack cannot be read or written, or if something stands in the way.
 */
export async function issueAll(
  authority: Authority,
  regions: readonly NamedRegion[],
  store: IdentityStore,
  { dryRun, ...options }: IssueAllOptions,
): Promise<IssuePlan[]> {
  const plans: IssuePlan[] = [];
  for (const { region, hosts } of regions) {
    const settings = await store.read(region);
    const lab = options.parts.includes("public") ? { publicHosts: hosts } : {};
    const fresh = await issueRegion(authority, region, { ...options, ...lab });
    plans.push(planIssue({ region, settings, hosts }, fresh, options));
  }
  const changes = plans.filter(({ settings }) => Object.keys(settings).length > 0);
  const obstacles = plans.flatMap((plan) => plan.obstacles);
  if (obstacles.length > 0) throw new OperatorError(obstacleText(obstacles));
  const flaws = plans.flatMap((plan) => plan.flaws);
  if (flaws.length > 0) throw new OperatorError(flawText(flaws));
  if (changes.length === 0) throw new OperatorError(nothingText(regions));
  if (!dryRun) await store.write(changes);
  return plans;
}

const obstacleText = (obstacles: readonly string[]): string =>
  `Nothing was changed, because of what is there already:\n${indented(obstacles)}\n` +
  "--force replaces it; --only PART issues a part alone; `nephoran pki rotate REGION` replaces a " +
  "region's mesh CA alone.";

const flawText = (flaws: readonly string[]): string =>
  `Nothing was changed: what stays does not go with what this authority issues:\n${indented(flaws)}\n` +
  "Use the authority that issued the rest, or issue all parts with --force.";

const indented = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join("\n");

const nothingText = (regions: readonly NamedRegion[]): string =>
  `Nothing was changed: ${regions.map(({ region }) => region).join(", ")} have all that was asked ` +
  "for. `nephoran pki inspect` shows it; --force replaces it.";

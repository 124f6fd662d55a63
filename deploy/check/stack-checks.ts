import {
  OUTPUTS_VERSION,
  REGION_OUTPUT,
  REGION_WIRING_OUTPUT,
  type RegionOutputs,
  regionOutputsSchema,
  regionWiringSchema,
} from "../../outputs/schema";
import { notOk, ok, type RegionCheck, skipped, type Verdict } from "./verdict";

/** Outputs of each stack, by region; undefined where there is no such stack. */
export type OutputsOfStacks = ReadonlyMap<string, Readonly<Record<string, unknown>> | undefined>;

/** What the stacks say of themselves and of each other. */
export function checkStacks(stacks: OutputsOfStacks): Omit<RegionCheck, "health">[] {
  const promises = new Map(
    [...stacks].map(([region, outputs]) => [region, promisesOf(outputs?.[REGION_OUTPUT])]),
  );
  return [...stacks].map(([region, outputs]) => ({
    region,
    outputs: outputsVerdict(region, outputs, promises.get(region)),
    wiring: wiringVerdict(region, outputs?.[REGION_WIRING_OUTPUT], promises),
  }));
}

const promisesOf = (output: unknown): RegionOutputs | undefined =>
  regionOutputsSchema.safeParse(output).data;

function outputsVerdict(
  region: string,
  outputs: Readonly<Record<string, unknown>> | undefined,
  promises: RegionOutputs | undefined,
): Verdict {
  const deploy = `\`nephoran deploy ${region}\``;
  if (outputs === undefined) return notOk(`there is no stack ${region}: ${deploy}`);
  const output = outputs[REGION_OUTPUT];
  if (output === undefined || output === null) return notOk(`not deployed: ${deploy}`);
  if (promises !== undefined) return ok(`version ${OUTPUTS_VERSION}`);
  const { schemaVersion = "none" } = output as { schemaVersion?: unknown };
  return notOk(
    `of another release (version ${JSON.stringify(schemaVersion)}, this one has ${OUTPUTS_VERSION} ` +
      `or more fields): ${deploy}`,
  );
}

function wiringVerdict(
  region: string,
  output: unknown,
  promises: ReadonlyMap<string, RegionOutputs | undefined>,
): Verdict {
  if (promises.get(region) === undefined) return skipped("");
  const wiring = regionWiringSchema.safeParse(output).data;
  if (wiring === undefined) return notOk(`says nothing: \`nephoran deploy ${region}\``);
  const known = new Map(wiring.peers.map(({ name, gatewayAddress }) => [name, gatewayAddress]));
  const peers = [...promises].filter(([name]) => name !== region);
  const outdated = peers.flatMap(([name, promised]) =>
    promised !== undefined && known.get(name) !== promised.gateway.address ? [name] : [],
  );
  const deployed = peers.filter(([, promised]) => promised !== undefined).length;
  if (outdated.length === 0) return ok(`knows ${deployed} of ${peers.length} peers`);
  return notOk(`does not know ${outdated.join(", ")} as deployed now: \`nephoran deploy all\``);
}

import * as pulumi from "@pulumi/pulumi";
import type { Project } from "../config/files";
import type { ProgramConfig } from "../config/program-config";
import { noPeersYet, type Peers } from "../outputs/peers";
import { REGION_OUTPUT, type RegionOutputs } from "../outputs/schema";
import { program } from "../program";
import { vanishedPaths } from "./vanished";
import { withoutStackTraces } from "./without-stack-traces";

/** A resource as the program registers it, before any provider has seen it. */
export interface CapturedResource {
  /** Pulumi type token, such as `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Logical name, unique per type within the stack. */
  readonly name: string;
  /** False for components. */
  readonly custom: boolean;
  /** An unknown value is a key whose value is `undefined`; a secret is a `SecretValue`. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The root that everything without a parent hangs from; the program does not create it. */
const STACK = "pulumi:pulumi:Stack";

/** What one region's program does, seen without engine, cluster or credentials. */
export interface Capture {
  readonly config: ProgramConfig;
  readonly resources: readonly CapturedResource[];
  readonly outputs: RegionOutputs;
}

/** Captures every region of a project, in the topology's order. */
export async function captureAll({ name, stacks }: Project): Promise<Capture[]> {
  const captures: Capture[] = [];
  for (const stack of stacks) captures.push(await capture(name, stack));
  return captures;
}

/**
 * Runs a region's program against mocks and records all that it registers. The mocks are global to
 * the process, so one capture has to end before the next begins.
 *
 * @throws Error if a value vanishes on the way, or if the program asks for a resource or a function
 * that no mock stands for.
 */
export const capture = (
  project: string,
  config: ProgramConfig,
  peers: Peers = noPeersYet(config),
): Promise<Capture> => withoutStackTraces(() => run(project, config, peers));

async function run(project: string, config: ProgramConfig, peers: Peers): Promise<Capture> {
  const resources: CapturedResource[] = [];
  const declared = new Map<string, unknown>();
  const key = (type: string, name: string): string => `${type} ${name}`;

  // As a preview: otherwise a provider's outputs would be missing instead of unknown.
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom, id }) => {
        const known = inputs as Record<string, unknown>;
        // What is only looked up is not the program's.
        if (type !== STACK && !id)
          resources.push({ type, name, custom: custom ?? false, inputs: known });
        return { id: name, state: mockState(type, name, known) };
      },
      call: ({ token }) => {
        throw new Error(`The program calls ${token}, which no mock of render/capture.ts answers.`);
      },
    },
    project,
    config.region.name,
    true,
    "organization",
  );

  let outputs: RegionOutputs | undefined;
  await pulumi.runtime.runInPulumiStack(() => {
    pulumi.runtime.registerStackTransformation(({ type, name, props }) => {
      declared.set(key(type, name), props);
      return undefined;
    });
    const result = program(config, { peers, apiServer: unknownUntilDeployed("API server") });
    result[REGION_OUTPUT].apply((region) => (outputs = region));
    return Promise.resolve(result);
  });
  await pulumi.runtime.disconnect();

  const vanished = resources
    // The SDK itself gives providers outputs that resolve to nothing, for options left out.
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .flatMap(({ type, name, inputs }) =>
      vanishedPaths(declared.get(key(type, name)), inputs).map(
        (path) => `${type} ${name}: ${path}`,
      ),
    );
  if (vanished.length > 0) {
    throw new Error(
      `Values of ${config.region.name} vanished without an engine; give their mock an answer:\n` +
        vanished.map((line) => `  ${line}`).join("\n"),
    );
  }
  if (outputs === undefined) throw new Error(`The program of ${config.region.name} did not run.`);
  return { config, resources, outputs };
}

const unknownUntilDeployed = (what: string): string => `[unknown until deployed: ${what}]`;

/** What a provider would answer; everything that it alone knows stays unknown. */
function mockState(
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): Record<string, unknown> {
  // The stack's output needs an address, and would be unknown as a whole without.
  if (type === "kubernetes:core/v1:Service") {
    const ip = unknownUntilDeployed(`address of ${name}`);
    return {
      ...inputs,
      spec: { ...(inputs["spec"] as object), clusterIP: ip },
      status: { loadBalancer: { ingress: [{ ip }] } },
    };
  }
  if (/^(kubernetes|nephoran|pulumi):/.test(type)) return inputs;
  if (type.startsWith("random:")) return { ...inputs, result: `[random: ${name}]` };
  throw new Error(`The program registers ${type}, which no mock of render/capture.ts answers.`);
}

import { isIPv6 } from "node:net";
import type { z } from "zod";
import { ConfigError, parse, type Problem, show } from "../../../config/problems";
import { parseTopology, type Topology } from "../../../config/topology";
import { type Environment, environmentSchema, kubernetesSchema } from "./environment";
import { configurationFileSchema } from "./file";

type Parsed = z.output<typeof configurationFileSchema>;

/** Everything that a controller is told when it starts. */
export interface ControllerConfiguration extends Omit<Parsed, "topology" | "certificates"> {
  readonly topology: Topology;
  /** Certificates of the region that its program knows, and when they end. */
  readonly certificates: readonly { readonly name: string; readonly notAfter: Date }[];
  /** Tells the replicas of a region apart. */
  readonly identity: string;
  /** TCP. */
  readonly httpPort: number;
  readonly kubernetes: {
    /** URL of the API server. */
    readonly server: string;
    /** Folder with `token` and `ca.crt`, which are renewed while the process runs. */
    readonly credentialsFolder: string;
  };
  readonly logLevel: z.output<typeof environmentSchema>["LOG_LEVEL"];
}

const ENVIRONMENT = { file: "the environment", prefix: "" };

/** How the end of the process is told, with the problems. */
const OUTCOME = "the traffic controller did not start";

/**
 * Reads the file that the environment names, and the environment.
 *
 * @param readFile answers the text of a file, and throws if there is none.
 * @throws ConfigError with every problem of both.
 */
export function readConfiguration(
  env: Environment,
  readFile: (path: string) => string,
): ControllerConfiguration {
  const environment = parse(environmentSchema, env, ENVIRONMENT);
  const kubernetes = parse(kubernetesSchema, env, ENVIRONMENT);
  const path = env["CONFIG_FILE"] || environmentSchema.shape.CONFIG_FILE.parse(undefined);
  const file = parseFile(path, readFile);
  if ("problems" in environment || "problems" in kubernetes || "problems" in file) {
    throw new ConfigError(
      [environment, kubernetes, file].flatMap((parsed) =>
        "problems" in parsed ? parsed.problems : [],
      ),
      OUTCOME,
    );
  }
  const { POD_NAME: identity, HTTP_PORT: httpPort, LOG_LEVEL: logLevel } = environment.value;
  const { certificates, ...rest } = file.value;
  return {
    ...rest,
    certificates: certificates.map(({ name, notAfter }) => ({
      name,
      notAfter: new Date(notAfter),
    })),
    identity,
    httpPort,
    logLevel,
    kubernetes: kubernetesOf(kubernetes.value),
  };
}

function kubernetesOf(
  known: z.output<typeof kubernetesSchema>,
): ControllerConfiguration["kubernetes"] {
  const { KUBERNETES_SERVICE_HOST: host = "", KUBERNETES_SERVICE_PORT: port } = known;
  return {
    server: known.KUBERNETES_SERVER ?? `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    credentialsFolder: known.CREDENTIALS_FOLDER,
  };
}

type FileOrProblems = { readonly value: Parsed } | { readonly problems: readonly Problem[] };

function parseFile(path: string, readFile: (path: string) => string): FileOrProblems {
  const problem = (key: string, seen: string, allowed: string) => ({
    problems: [{ file: path, key, seen, allowed }],
  });
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? "not readable";
    return problem("the file", why, "a file that the process may read; CONFIG_FILE names another");
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return problem("the file", (error as Error).message, "JSON");
  }
  const parsed = parse(configurationFileSchema, content, { file: path, prefix: "" });
  if ("problems" in parsed) return parsed;
  const contradictions = contradictionsOf(parsed.value, path);
  return contradictions.length > 0 ? { problems: contradictions } : parsed;
}

/** What is wrong although each field is right by itself. */
function contradictionsOf({ topology, region }: Parsed, file: string): Problem[] {
  const names = topology.regions.map(({ name }) => name);
  return [
    ...problemsOfTopology(topology).map((problem) => ({ ...problem, file })),
    ...(names.includes(region)
      ? []
      : [
          {
            file,
            key: "region",
            seen: show(region),
            allowed: `a region of the topology: ${names.join(", ")}`,
          },
        ]),
  ];
}

function problemsOfTopology(topology: Topology): readonly Problem[] {
  try {
    parseTopology(topology);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

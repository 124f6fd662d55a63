import { z } from "zod";
import { ask, type Answer, type Question } from "./client";
import type { SharedMesh } from "./shared-mesh";

const HTTPS_PORT = 443;

/** A request of the world's to a region's gateway. */
export interface PublicRequest extends Partial<Pick<Question, "path" | "method" | "headers">> {
  /** Region whose gateway is asked. */
  readonly entry: string;
  readonly host: string;
  readonly token?: string;
}

export async function askGateway(
  { mesh }: SharedMesh,
  { entry, host, token, headers, path = "/process", method = "GET" }: PublicRequest,
): Promise<Answer> {
  const { gateway, config } = regionNamed(mesh, entry);
  return await ask(mesh.tunnel, {
    address: gateway.loadBalancer,
    port: HTTPS_PORT,
    serverName: host,
    credentials: { ca: config.meshCa?.roots ?? "" },
    path,
    method,
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  });
}

export function regionNamed({ regions }: SharedMesh["mesh"], name: string) {
  const region = regions.find(({ config }) => config.region.name === name);
  if (region === undefined) throw new Error(`No region ${name} runs.`);
  return region;
}

const echoSchema = z.object({
  region: z.string(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
});

/** What the processor that answered was asked. */
export const echoOf = ({ body }: Answer) => echoSchema.parse(JSON.parse(body));

/** The regions whose processor was asked for a path. */
export async function regionsAskedFor({ mesh }: SharedMesh, path: string): Promise<string[]> {
  const asked = mesh.regions.map(async ({ config, addresses }) => {
    const { body } = await ask(mesh.tunnel, {
      address: addresses.processor,
      port: 8080,
      serverName: null,
      path: "/.seen",
    });
    return (JSON.parse(body) as string[]).includes(path) ? [config.region.name] : [];
  });
  return (await Promise.all(asked)).flat();
}

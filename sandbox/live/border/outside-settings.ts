import { readFile } from "node:fs/promises";
import { z } from "zod";
import { BorderError } from "./failure";

const publicName = z.strictObject({ host: z.string(), regions: z.array(z.string()).readonly() });

const outsideSettings = z.strictObject({
  /** State folder of the live depth. */
  directory: z.string(),
  region: z.string(),
  /** As whom it reads the region's Services. */
  api: z.strictObject({
    region: z.string(),
    server: z.string(),
    authority: z.string(),
    token: z.string(),
  }),
  /** Port of the API server on the host. */
  apiPort: z.int(),
  /** Port on the host at which one process answers as the kubelet of every node. */
  kubeletPort: z.int(),
  /** Where the API server asks for connections. */
  egressSocket: z.string(),
  /** Where the inner half hands on connections to the API server. */
  apiSocket: z.string(),
  /** Where it hands on those to kubelets. */
  kubeletSocket: z.string(),
  tunnelSocket: z.string(),
  /** Public names as the region's own pods have them answered. */
  names: z.array(publicName).readonly(),
  /** The same for those who are at no region. */
  clientsNames: z.array(publicName).readonly(),
});

/** What the outer half of a region's border is given; paths are absolute. */
export type OutsideSettings = Readonly<z.infer<typeof outsideSettings>>;

/** @throws BorderError `bad-settings`; the message quotes nothing, since there is a token in it. */
export async function readSettings(file: string): Promise<OutsideSettings> {
  try {
    return outsideSettings.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    throw new BorderError(
      "bad-settings",
      `${file} is not what is written for a border: bring the live depth up again`,
    );
  }
}

// The outer half of a region's border: runs on the host as long as the region does. Opens what the
// API server asks for, lets pods reach the API server and kubelets, translates Services, and keeps names up to date.
// Arguments: SETTINGS-FILE
import { watch as watchFolder } from "node:fs";
import { mkdir } from "node:fs/promises";
import { LOOPBACK } from "../../cluster/ports";
import { socketPath } from "../../cluster/state-files";
import { watchCollection } from "../../cluster/watch";
import { attachNetwork } from "../network/network";
import { coalesced } from "./coalesced";
import { serveConnect } from "./connect-proxy";
import { dial } from "./dial";
import { egressTo } from "./egress";
import { entriesFolder } from "./folder";
import { endpointSliceSchema, serviceEntrySchema, serviceSchema } from "./kubernetes-objects";
import { type OutsideSettings, readSettings } from "./outside-settings";
import { regionPublisher } from "./publish";
import { type RegionObjects, regionView } from "./region-view";
import { serveRelay } from "./relay";

async function main(settingsFile = ""): Promise<void> {
  const settings = await readSettings(settingsFile);
  const { apiSocket, kubeletSocket, egressSocket, tunnelSocket, directory } = settings;
  const onHost = (port: number) => () => dial(`${LOOPBACK}:${String(port)}`);
  await serveRelay({ path: socketPath(apiSocket) }, onHost(settings.apiPort));
  await serveRelay({ path: socketPath(kubeletSocket) }, onHost(settings.kubeletPort));
  await serveConnect(socketPath(egressSocket), egressTo(socketPath(tunnelSocket)));

  const publish = regionPublisher(settings, await attachNetwork(directory));
  const objects: Partial<RegionObjects> = {};
  const update = coalesced(async () => {
    // Those of Istio are unknown until its definitions are there, and all else works without them.
    const { services, slices, serviceEntries = new Map<string, never>() } = objects;
    if (services !== undefined && slices !== undefined) {
      await publish(regionView({ services, slices, serviceEntries }));
    }
  }, logOnce());
  const take = (known: Partial<RegionObjects>) => {
    Object.assign(objects, known);
    update();
  };

  const entries = entriesFolder(directory);
  await mkdir(entries, { recursive: true, mode: 0o700 });
  watchFolder(entries, update);
  await followRegion(settings, take);
}

async function followRegion(
  { api }: OutsideSettings,
  take: (known: Partial<RegionObjects>) => void,
): Promise<void> {
  // It ends with the process.
  const { signal } = new AbortController();
  await Promise.all([
    watchCollection(
      api,
      {
        path: "/api/v1/services",
        object: serviceSchema,
        onChange: (services) => {
          take({ services });
        },
        onTrouble: logOnce(),
      },
      signal,
    ),
    watchCollection(
      api,
      {
        path: "/apis/discovery.k8s.io/v1/endpointslices",
        object: endpointSliceSchema,
        onChange: (slices) => {
          take({ slices });
        },
        onTrouble: logOnce(),
      },
      signal,
    ),
    watchCollection(
      api,
      {
        path: "/apis/networking.istio.io/v1/serviceentries",
        object: serviceEntrySchema,
        onChange: (serviceEntries) => {
          take({ serviceEntries });
        },
        onTrouble: logOnce(),
      },
      signal,
    ),
  ]);
}

/** Says each trouble once, and again after another one. */
function logOnce(): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const text = error instanceof Error ? error.message : String(error);
    if (text === last) return;
    last = text;
    console.error(`${new Date().toISOString()} ${text}`);
  };
}

void main(process.argv[3]);

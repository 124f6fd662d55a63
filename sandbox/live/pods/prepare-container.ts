import { join } from "node:path";
import type { ContainerContext, ContainerProcess, RunningProcess } from "../images/entry";
import { environmentOf, expand } from "./environment";
import { etcFiles, hostnameOf } from "./etc-files";
import { launchProgram, type Program } from "./launch";
import type { Container, Pod } from "./pod";
import { type PodFolder, writeRoot } from "./pod-files";
import { volumeMounts, writeEdited } from "./pod-volumes";
import type { RegionContext } from "./region-context";
import { rootPlan } from "./root";
import type { VolumeSources } from "./volumes";

/** What a container becomes, and the environment that commands in it have as well. */
export interface Prepared {
  readonly container: Container;
  readonly pod: Pod;
  readonly process: ContainerProcess;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Decides what a container becomes. With what its image is given besides the pod's volumes, the pod
 * has further volumes and the container further mounts.
 *
 * @throws MissingReference.
 */
export function prepareContainer(
  container: Container,
  sources: VolumeSources,
  { region, entryOf, programs, kubernetes }: RegionContext,
): Prepared {
  const { pod, addresses, objects } = sources;
  const { metadata } = pod;
  const environment = {
    HOSTNAME: hostnameOf(pod),
    ...environmentOf(container, { pod, addresses, objects, kubernetes }),
  };
  const expanded = (texts: readonly string[]) => texts.map((text) => expand(text, environment));
  const ordinal = /-(\d+)$/.exec(metadata.name)?.[1];
  const context: ContainerContext = {
    region,
    tools: programs.tools,
    pod: {
      name: metadata.name,
      namespace: metadata.namespace,
      labels: metadata.labels,
      address: addresses.pod,
      ...(ordinal !== undefined && { ordinal: Number(ordinal) }),
    },
    container: {
      name: container.name,
      command: expanded(container.command),
      args: expanded(container.args),
      environment,
    },
  };
  // An init container of an unknown image has nothing to do here.
  const process = entryOf(container.image)?.process(context) ?? { kind: "done" };
  if (process.kind === "done") return { container, pod, process, environment };
  return {
    ...withConfigMaps(container, pod, process),
    process,
    environment: process.environment,
  };
}

function withConfigMaps(container: Container, pod: Pod, process: RunningProcess) {
  const added = Object.entries(process.configMaps ?? {}).map(([mountPath, name]) => ({
    mount: { name: `image-${name}`, mountPath, readOnly: true },
    volume: {
      name: `image-${name}`,
      configMap: { name, items: undefined, optional: false, defaultMode: 0o644 },
    },
  }));
  return {
    container: {
      ...container,
      volumeMounts: [...container.volumeMounts, ...added.map(({ mount }) => mount)],
    },
    pod: {
      ...pod,
      spec: {
        ...pod.spec,
        volumes: [...pod.spec.volumes, ...added.map(({ volume }) => volume)],
      },
    },
  };
}

/** Whether a container has its own copy of its volumes' files. */
export const hasOwnVolumes = ({ edit, configMaps }: RunningProcess): boolean =>
  edit !== undefined || configMaps !== undefined;

/** Brings a container's own copy of its volumes up to date. */
export async function writeOwnVolumes(
  { container, pod, process }: Prepared,
  sources: VolumeSources,
  folder: PodFolder,
): Promise<void> {
  if (process.kind === "done" || !hasOwnVolumes(process)) return;
  const { edit = (_path: string, content: string) => content } = process;
  await writeEdited(container, edit, { ...sources, pod }, folder.container(container.name));
}

/** Writes all of a container's files, and says what to run in the pod's network. */
export async function containerProgram(
  prepared: Prepared & { readonly process: RunningProcess },
  sources: VolumeSources,
  folder: PodFolder,
  { host, programs, claims, dns }: RegionContext,
): Promise<Program> {
  const { container, pod, process, environment } = prepared;
  const files = folder.container(container.name);
  await writeOwnVolumes(prepared, sources, folder);
  const workingDirectory = container.workingDir ?? process.workingDirectory ?? "/";
  const plan = rootPlan({
    host,
    binds: { ...programs.binds, ...process.binds },
    files: process.files ?? {},
    etc: etcFiles(pod, {
      address: sources.addresses.pod,
      dns: process.answersNames === true ? dns.pod : dns.service,
    }),
    volumes: await volumeMounts(container, {
      pod,
      folder,
      claims,
      environment,
      edited: hasOwnVolumes(process) ? files.edited : undefined,
    }),
    workingDirectory: join("/", workingDirectory),
    readOnly: container.securityContext.readOnlyRootFilesystem === true,
  });
  await writeRoot(files, plan);
  return launchProgram({
    root: files.root,
    fstab: files.fstab,
    hostname: hostnameOf(pod),
    workingDirectory,
    command: process.command,
    environment,
    ...(process.user !== undefined && { user: process.user }),
  });
}

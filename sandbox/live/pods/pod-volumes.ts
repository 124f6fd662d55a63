import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { RunningProcess } from "../images/entry";
import { expand } from "./environment";
import type { Container, Pod, Volume } from "./pod";
import { type ContainerFolder, type PodFolder, writeVolume } from "./pod-files";
import { isBelow, type Mount } from "./root";
import { volumeFiles, volumeKind, type VolumeFiles, type VolumeSources } from "./volumes";

type Edit = NonNullable<RunningProcess["edit"]>;

/** Where a volume's folder is. */
export function volumeFolder(
  volume: Volume,
  { pod, folder, claims }: { pod: Pod; folder: PodFolder; claims: string },
): string {
  const { persistentVolumeClaim: claim } = volume;
  return claim === undefined
    ? join(folder.volumes, volume.name)
    : join(claims, pod.metadata.namespace, claim.claimName);
}

/** Makes all volumes of a pod, or brings their files up to date. */
export async function writeVolumes(
  sources: VolumeSources,
  places: { readonly folder: PodFolder; readonly claims: string },
): Promise<void> {
  const { pod } = sources;
  for (const volume of pod.spec.volumes) {
    const folder = volumeFolder(volume, { pod, ...places });
    if (volumeKind(volume) === "files") await writeVolume(folder, volumeFiles(volume, sources));
    // As the pods' users are others than root, everybody may write there.
    else await mkdir(folder, { recursive: true, mode: 0o777 });
  }
}

/** Writes the volumes whose files are others for this container. */
export async function writeEdited(
  container: Container,
  edit: Edit,
  sources: VolumeSources,
  { edited }: ContainerFolder,
): Promise<void> {
  for (const { name, mountPath } of container.volumeMounts) {
    const volume = sources.pod.spec.volumes.find((candidate) => candidate.name === name);
    if (volume === undefined || volumeKind(volume) !== "files") continue;
    await writeVolume(join(edited, name), changed(volumeFiles(volume, sources), mountPath, edit));
  }
}

function changed(files: VolumeFiles, mountPath: string, edit: Edit): VolumeFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => {
      const before = file.content.toString("utf8");
      const after = edit(join(mountPath, path), before);
      return [path, after === before ? file : { ...file, content: Buffer.from(after) }];
    }),
  );
}

/** A container's volumes as mounts of its root. */
export async function volumeMounts(
  container: Container,
  {
    pod,
    folder,
    claims,
    edited,
    environment,
  }: {
    readonly pod: Pod;
    readonly folder: PodFolder;
    readonly claims: string;
    /** Absent: no file is changed for this container. */
    readonly edited: string | undefined;
    readonly environment: Readonly<Record<string, string>>;
  },
): Promise<Mount[]> {
  const mounts = container.volumeMounts.map(async (mount): Promise<Mount[]> => {
    const volume = pod.spec.volumes.find(({ name }) => name === mount.name);
    if (volume === undefined) return [];
    const isFiles = volumeKind(volume) === "files";
    const whole =
      isFiles && edited !== undefined
        ? join(edited, volume.name)
        : volumeFolder(volume, { pod, folder, claims });
    const part = mount.subPath ?? expand(mount.subPathExpr ?? "", environment);
    const source = join(whole, part);
    const found = await stat(source).catch(() => undefined);
    if (found === undefined) await mkdir(source, { recursive: true, mode: 0o777 });
    return [
      {
        source,
        target: mount.mountPath.replace(/(.)\/+$/, "$1"),
        readOnly: mount.readOnly || isFiles,
        ...(found?.isFile() === true && { file: true }),
      },
    ];
  });
  const all = (await Promise.all(mounts)).flat();
  await makeMountPoints(all);
  return all;
}

/** What is mounted below another volume needs a place in that one's folder, as a runtime makes it. */
async function makeMountPoints(mounts: readonly Mount[]): Promise<void> {
  for (const { target, file } of mounts) {
    const [outer] = mounts
      .filter((other) => other.target !== target && isBelow(target, other.target))
      .sort((a, b) => b.target.length - a.target.length);
    if (outer === undefined) continue;
    const point = join(outer.source, relative(outer.target, target));
    if (file !== true) await mkdir(point, { recursive: true });
    else {
      await mkdir(dirname(point), { recursive: true });
      await writeFile(point, "", { flag: "a" });
    }
  }
}

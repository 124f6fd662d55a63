import { lstat, mkdir, readdir, readFile, readlink, rm, stat, symlink } from "node:fs/promises";
import { chmod, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fstab, HOST_ETC, HOST_PATHS, type HostFiles, type RootPlan } from "./root";
import type { VolumeFiles } from "./volumes";

/** Where a pod's files are, below the folder of its region's pods. */
export interface PodFolder {
  readonly path: string;
  readonly volumes: string;
  container(name: string): ContainerFolder;
}

export interface ContainerFolder {
  readonly path: string;
  readonly root: string;
  readonly fstab: string;
  readonly log: string;
  readonly previousLog: string;
  /** Volumes whose files are changed for this container. */
  readonly edited: string;
}

export function podFolder(pods: string, uid: string): PodFolder {
  const path = join(pods, uid);
  return {
    path,
    volumes: join(path, "volumes"),
    container(name) {
      const folder = join(path, "containers", name);
      return {
        path: folder,
        root: join(folder, "root"),
        fstab: join(folder, "fstab"),
        log: join(folder, "log"),
        previousLog: join(folder, "previous.log"),
        edited: join(folder, "edited"),
      };
    },
  };
}

/** Looks at this machine once: which folders of it a container's root can show. */
export async function hostFiles(): Promise<HostFiles> {
  const folders: string[] = [];
  const files: string[] = [];
  const links: Record<string, string> = {};
  for (const path of [...HOST_PATHS, ...HOST_ETC]) {
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) continue;
    const isTop = (HOST_PATHS as readonly string[]).includes(path);
    if (isTop && found.isSymbolicLink()) links[path] = await readlink(path);
    else if ((await stat(path)).isDirectory()) folders.push(path);
    else files.push(path);
  }
  return { folders, files, links };
}

/** Makes a container's root anew, as a kubelet does for each run. */
export async function writeRoot(folder: ContainerFolder, plan: RootPlan): Promise<void> {
  await rm(folder.root, { recursive: true, force: true });
  await mkdir(folder.root, { recursive: true, mode: 0o755 });
  for (const directory of plan.directories) {
    await mkdir(join(folder.root, directory), { recursive: true });
  }
  for (const [path, target] of Object.entries(plan.links)) {
    await symlink(target, join(folder.root, path));
  }
  for (const [path, { content, mode }] of Object.entries(plan.files)) {
    await writeFile(join(folder.root, path), content, { mode });
  }
  await writeFile(folder.fstab, fstab(plan, folder.root));
}

/**
 * Brings a volume's folder to have these files and no others. A file that changes is replaced whole,
 * so that whoever reads it sees the one or the other.
 */
export async function writeVolume(folder: string, files: VolumeFiles): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const [path, { content, mode }] of Object.entries(files)) {
    const file = join(folder, path);
    const present = await readFile(file).catch(() => undefined);
    if (present?.equals(content) === true) continue;
    await mkdir(dirname(file), { recursive: true });
    const next = `${file}.next`;
    await writeFile(next, content);
    await chmod(next, mode);
    await rename(next, file);
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if (files[file.slice(folder.length + 1)] === undefined) await rm(file);
  }
}

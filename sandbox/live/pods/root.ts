import { posix } from "node:path";

/** What of this machine every container's root shows, as it was found; see {@link RootPlan}. */
export interface HostFiles {
  /** Folders that are there, as they are. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Top folders that only lead elsewhere, as `/bin` does to `usr/bin`. */
  readonly links: Readonly<Record<string, string>>;
}

/** What is asked of this machine's own files, where it has them. */
export const HOST_PATHS = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"] as const;
export const HOST_ETC = [
  ...["/etc/ssl", "/etc/ca-certificates", "/etc/pki", "/etc/alternatives"],
  ...["/etc/ld.so.cache", "/etc/localtime", "/etc/crypto-policies"],
] as const;

/** A path of the host and where a container has it. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** With what is mounted below it. */
  readonly recursive?: boolean;
  /** Whether it is a file: its mount point has to be one too. */
  readonly file?: boolean;
}

/** A file of a root, with its permission bits. */
export interface RootFile {
  readonly content: string;
  readonly mode: number;
}

/**
 * A container's root: a folder of its own on disk with what is only there, over which everything
 * else is mounted, in this order.
 */
export interface RootPlan {
  readonly directories: readonly string[];
  readonly files: Readonly<Record<string, RootFile>>;
  readonly links: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  readonly readOnly: boolean;
}

/** What a root is made from. */
export interface RootParts {
  readonly host: HostFiles;
  /** Paths of this machine that the container has read-only, by path inside. */
  readonly binds: Readonly<Record<string, string>>;
  /** Files that its image would have. */
  readonly files: Readonly<Record<string, string>>;
  /** `/etc/hosts` and its like, which the pod gives. */
  readonly etc: Readonly<Record<string, string>>;
  /** Volumes, by where they are mounted. */
  readonly volumes: readonly Mount[];
  readonly workingDirectory: string;
  readonly readOnly: boolean;
}

/** Executable, for what an image would hold are programs too. */
const IMAGE_FILE_MODE = 0o755;

/** Lays out a container's root. What is mounted deeper comes later, volumes over anything else. */
export function rootPlan(parts: RootParts): RootPlan {
  const { host, binds, files, etc, volumes, workingDirectory, readOnly } = parts;
  const own: Mount[] = [
    ...host.folders.map((path) => ({
      source: path,
      target: path,
      readOnly: true,
      recursive: true,
    })),
    ...host.files.map((path) => ({ source: path, target: path, readOnly: true, file: true })),
    { source: "/dev", target: "/dev", readOnly: false, recursive: true },
    { source: "/proc", target: "/proc", readOnly: false, recursive: true },
    ...Object.entries(binds)
      .filter(([target, source]) => target !== source || !onHost(target, host))
      .map(([target, source]) => ({ source, target: posix.normalize(target), readOnly: true })),
  ];
  const overridden = new Set(volumes.map(({ target }) => target));
  const mounts = [
    ...byDepth(own.filter(({ target }) => !overridden.has(target))),
    ...byDepth(volumes),
  ];
  const held = (path: string) => mounts.some(({ target }) => isBelow(path, target));
  const placed = Object.entries(files).filter(([path]) => !held(path));
  return {
    directories: unique([
      ...mounts.filter(({ file }) => file !== true).map(({ target }) => target),
      ...mounts.filter(({ file }) => file === true).map(({ target }) => posix.dirname(target)),
      ...placed.map(([path]) => posix.dirname(path)),
      ...Object.keys(etc).map((path) => posix.dirname(path)),
      ...["/root", "/var/run", workingDirectory],
    ]).filter((path) => !onHost(path, host)),
    files: Object.fromEntries<RootFile>([
      ...Object.entries(etc).map(([path, content]): [string, RootFile] => [
        path,
        { content, mode: 0o644 },
      ]),
      ...placed.map(([path, content]): [string, RootFile] => [
        path,
        { content, mode: IMAGE_FILE_MODE },
      ]),
      ...mounts
        .filter(({ file, target }) => file === true && !onHost(target, host))
        .map(({ target }): [string, RootFile] => [target, { content: "", mode: 0o644 }]),
    ]),
    links: host.links,
    mounts,
    readOnly,
  };
}

const unique = (paths: readonly string[]): string[] => [...new Set(paths)].sort();

const byDepth = (mounts: readonly Mount[]): Mount[] =>
  [...mounts].sort((a, b) => a.target.split("/").length - b.target.split("/").length);

/** Whether a path is another one, or in it. */
export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);

/** What is in one of the machine's folders is there already. */
const onHost = (path: string, { folders, links }: HostFiles): boolean =>
  [...folders, ...Object.keys(links)].some((folder) => path !== folder && isBelow(path, folder));

/** The plan's mounts as fstab(5), the root first, for one `mount --all`. */
export function fstab({ mounts, readOnly }: RootPlan, root: string): string {
  const line = (source: string, target: string, options: string) =>
    `${escaped(source)} ${escaped(target)} none ${options} 0 0\n`;
  return [
    line(root, root, readOnly ? "bind,ro" : "bind"),
    ...mounts.map(({ source, target, readOnly: ro, recursive }) =>
      line(source, posix.join(root, target), `${recursive ? "rbind" : "bind"}${ro ? ",ro" : ""}`),
    ),
  ].join("");
}

/** As fstab(5) writes what would end a field. */
const escaped = (path: string): string =>
  path.replace(
    /[ \t\n\\]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );

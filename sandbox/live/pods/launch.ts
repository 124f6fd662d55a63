import { SYSTEM_PATH } from "../network/holder";

/** The container's own PATH while the system's programs build its root. */
const PATH_VARIABLE = "NEPHORAN_CONTAINER_PATH";

/**
 * Makes the root of the present mount namespace that of the container, and becomes its program.
 * Arguments: the root's folder, its fstab, the host's name, the folder to work in, the program and
 * its arguments. `pivot_root` and not `chroot`, in which no user namespace can be made.
 */
const ENTER_ROOT = [
  '{ hostname "$2" || true; } 2>/dev/null',
  'mount --all --fstab "$1"',
  'cd "$0"',
  "pivot_root . .",
  "umount --lazy .",
  'cd "$3"',
  "shift 3",
  `PATH=$${PATH_VARIABLE}`,
  `unset ${PATH_VARIABLE}`,
  'exec "$@"',
].join(" && ");

/** What is run in a container's root. */
export interface Launch {
  readonly root: string;
  readonly fstab: string;
  readonly hostname: string;
  readonly workingDirectory: string;
  readonly command: readonly string[];
  /** The uid that it believes it has, where that may not be root. */
  readonly user?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/** A program that, in a pod's network, becomes the container's. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Everything that turns a process of the pod into the container. */
export function launchProgram(launch: Launch): Program {
  const { root, fstab, hostname, workingDirectory, user, environment } = launch;
  return {
    command: "/usr/bin/env",
    args: [
      ...["unshare", "--mount", "--uts", "/bin/sh", "-c", ENTER_ROOT],
      ...[root, fstab, hostname, workingDirectory],
      ...asUser(user),
      ...launch.command,
    ],
    environment: {
      ...environment,
      PATH: SYSTEM_PATH,
      [PATH_VARIABLE]: environment.PATH ?? SYSTEM_PATH,
    },
  };
}

/** A user namespace of its own, in which the one uid that there is has another number. */
const asUser = (user: number | undefined): string[] =>
  user === undefined
    ? []
    : [
        ...["/usr/bin/env", "unshare", "--user"],
        ...[`--map-user=${String(user)}`, `--map-group=${String(user)}`],
      ];

/** Enters all that a running process of a container is in, and becomes another program there. */
export function joinProgram(
  pid: number,
  environment: Readonly<Record<string, string>>,
  command: readonly string[],
): Program {
  return {
    command: "/usr/bin/env",
    args: [
      ...["nsenter", "--preserve-credentials", "--user", "--mount", "--uts", "--net", "--wd"],
      `--target=${String(pid)}`,
      ...["/bin/sh", "-c", `PATH=$${PATH_VARIABLE} && unset ${PATH_VARIABLE} && exec "$@"`, "sh"],
      ...command,
    ],
    environment: {
      ...environment,
      PATH: SYSTEM_PATH,
      [PATH_VARIABLE]: environment.PATH ?? SYSTEM_PATH,
    },
  };
}

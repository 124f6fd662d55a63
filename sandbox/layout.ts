import { join, resolve } from "node:path";
import { kubeconfigFile } from "./cluster/state-files";

/** The repository that this file belongs to: the program, the stack files, the plugins. */
export const repositoryRoot = resolve(__dirname, "..");

/** Where a sandbox is made unless it is told otherwise. */
export const sandboxDirectory = join(repositoryRoot, ".sandbox");

/** Where a sandbox keeps everything that it makes; the repository's own files stay as they are. */
export interface SandboxLayout {
  /** The folder that holds all of the others. */
  readonly directory: string;
  /** One kubeconfig with a context for each region. */
  readonly kubeconfig: string;
  /** Copy of the project that the engine works on. */
  readonly project: string;
  /** Scripts that the engine finds on its PATH as plugins. */
  readonly plugins: string;
  /** The engine's own home, apart from the user's. */
  readonly pulumiHome: string;
  /** The stacks' state. */
  readonly backend: string;
  /** File with the passphrase that this sandbox's secrets are encrypted with. */
  readonly passphrase: string;
  /** Log of the last run of the engine, one for each region. */
  readonly engineLogs: string;
  /** Where the engine and what it starts put what they leave lying about. */
  readonly temporary: string;
}

export function sandboxLayout(directory: string): SandboxLayout {
  const root = resolve(directory);
  const pulumi = join(root, "pulumi");
  return {
    directory: root,
    kubeconfig: kubeconfigFile(root),
    project: join(root, "project"),
    plugins: join(root, "plugins"),
    pulumiHome: join(pulumi, "home"),
    backend: join(pulumi, "state"),
    passphrase: join(pulumi, "passphrase"),
    engineLogs: join(pulumi, "logs"),
    temporary: join(pulumi, "tmp"),
  };
}

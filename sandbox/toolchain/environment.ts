import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What the toolchain takes from the process environment; this file alone reads it. */
export interface ToolchainEnvironment {
  /** The folders of `PATH`, in order. */
  readonly path: readonly string[];
  /** `KUBEBUILDER_ASSETS`: where controller developers keep etcd, kube-apiserver and kubectl. */
  readonly kubebuilderAssets: string | undefined;
  /** Where Pulumi installs plugins: `$PULUMI_HOME/plugins`, by default `~/.pulumi/plugins`. */
  readonly pulumiPlugins: string;
  /** `$NEPHORAN_CACHE`, else `$XDG_CACHE_HOME/nephoran`, else `~/.cache/nephoran`. */
  readonly cache: string;
  /** `GOTOOLCHAIN`, if it is set: whether Go may fetch a newer Go. */
  readonly goToolchain: string | undefined;
  /** Everything, handed on to child processes. */
  readonly variables: Readonly<NodeJS.ProcessEnv>;
}

/** An empty variable counts as not set. */
export function readEnvironment(
  variables: Readonly<NodeJS.ProcessEnv> = process.env,
): ToolchainEnvironment {
  const value = (name: string): string | undefined => variables[name] || undefined;
  const home = value("HOME") ?? homedir();
  return {
    path: (value("PATH") ?? "").split(delimiter).filter((folder) => folder !== ""),
    kubebuilderAssets: value("KUBEBUILDER_ASSETS"),
    pulumiPlugins: join(value("PULUMI_HOME") ?? join(home, ".pulumi"), "plugins"),
    cache:
      value("NEPHORAN_CACHE") ?? join(value("XDG_CACHE_HOME") ?? join(home, ".cache"), "nephoran"),
    goToolchain: value("GOTOOLCHAIN"),
    variables,
  };
}

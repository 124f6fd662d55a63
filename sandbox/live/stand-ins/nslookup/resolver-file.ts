/** What resolv.conf(5) says, as far as questions for addresses need it. */
export interface ResolverFile {
  readonly server: string;
  /** Domains that a name may be short for. */
  readonly search: readonly string[];
}

/** @throws Error if the file names no server. */
export function readResolverFile(text: string): ResolverFile {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  const server = lines.find(([keyword]) => keyword === "nameserver")?.[1];
  if (server === undefined) throw new Error("/etc/resolv.conf names no server");
  // The last line of a kind is what counts.
  const [, ...search] = lines.findLast(([keyword]) => keyword === "search") ?? [];
  return { server, search };
}

/** The names that are asked for in turn: as it was given, and then within each domain. */
export function candidates(name: string, { search }: ResolverFile): string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  return [name, ...search.map((domain) => `${name}.${domain}`)];
}

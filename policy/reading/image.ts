/** What an image's name says. */
export interface Image {
  /** Host of the registry, `docker.io` where the name has none. */
  readonly registry: string;
  /** The path below the registry. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads an image's name as container runtimes do. */
export function imageOf(reference: string): Image {
  const [name = "", digest] = reference.split("@");
  const [, path = "", tag] = /^(.*?)(?::([^:/]*))?$/.exec(name) ?? [];
  const [first = "", ...rest] = path.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const repository = hasHost ? rest.join("/") : path;
  const isOfficial = !hasHost && rest.length === 0;
  return {
    registry: hasHost ? first : "docker.io",
    repository: isOfficial ? `library/${repository}` : repository,
    tag: tag === "" ? undefined : tag,
    digest: digest === "" ? undefined : digest,
  };
}

/** True if an image is in a registry, or in a part of one: `host`, or `host/path`. */
export const isFrom = ({ registry, repository }: Image, allowed: string): boolean =>
  `${registry}/${repository}`.startsWith(`${allowed}/`);

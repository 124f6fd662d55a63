/** Where a statement of SQL writes data to: the texts after INTO, of a backup, an export or a changefeed. */
export const targetsOf = (statement: string): string[] => {
  const [, list = ""] = /\bINTO (?:LATEST IN )?(\([^)]*\)|'(?:[^']|'')*')/i.exec(statement) ?? [];
  return [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = ""]) => text.replaceAll("''", "'"));
};

/** A store outside, as a URL tells of it. */
export interface Target {
  /** Bucket, container or host. */
  readonly name: string;
  /** Region of the cloud; `undefined` if the URL says none. */
  readonly place?: string;
  /** Host of the API, if it is not the cloud's own. */
  readonly endpoint?: string;
}

/** Reads a URL such as `s3://bucket/path?AWS_REGION=eu-west-1`; `undefined` if it is none. */
export function targetIn(url: string): Target | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, searchParams } = new URL(url);
  const place = searchParams.get("AWS_REGION");
  const endpoint = searchParams.get("AWS_ENDPOINT");
  return {
    name: host,
    ...(place !== null && { place }),
    ...(endpoint !== null && { endpoint }),
  };
}

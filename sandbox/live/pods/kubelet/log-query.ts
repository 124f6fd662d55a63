/** What of a container's log is asked for. */
export interface LogQuery {
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  /** Lines from the end; undefined: all. */
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Lines from this time on, in ms since the epoch. */
  readonly since?: number;
  /** One stream only. */
  readonly stream?: "stdout" | "stderr";
}

/** Reads the query as an API server sends it to a kubelet. */
export function logQuery(query: URLSearchParams, now: number): LogQuery {
  const number = (name: string) => {
    const text = query.get(name);
    return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const sinceSeconds = number("sinceSeconds");
  const sinceTime = Date.parse(query.get("sinceTime") ?? "");
  const since =
    sinceSeconds === undefined
      ? Number.isNaN(sinceTime)
        ? undefined
        : sinceTime
      : now - sinceSeconds * 1000;
  const [tailLines, limitBytes] = [number("tailLines"), number("limitBytes")];
  const stream = query.get("stream")?.toLowerCase();
  return {
    follow: query.get("follow") === "true",
    previous: query.get("previous") === "true",
    timestamps: query.get("timestamps") === "true",
    ...(tailLines !== undefined && { tailLines }),
    ...(limitBytes !== undefined && { limitBytes }),
    ...(since !== undefined && { since }),
    ...((stream === "stdout" || stream === "stderr") && { stream }),
  };
}

/**
 * One line of a log as it is answered; undefined if it is not asked for, or no line of a log.
 *
 * @param line in the format of the container runtime interface, without its end.
 */
export function logLine(line: string, query: LogQuery): string | undefined {
  const [, time, stream, text] = /^(\S+) (stdout|stderr) \S+ ?(.*)$/s.exec(line) ?? [];
  if (time === undefined) return undefined;
  if (query.since !== undefined && Date.parse(time) < query.since) return undefined;
  if (query.stream !== undefined && query.stream !== stream) return undefined;
  return `${query.timestamps ? `${time} ` : ""}${text ?? ""}\n`;
}

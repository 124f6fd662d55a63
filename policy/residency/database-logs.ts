import { ownZone } from "../reading/homes";
import { startOf } from "../reading/cockroach-start";
import { yamlIn } from "../reading/yaml-text";
import type { Field } from "../reading/field";
import type { ResourceRule } from "../rule";

export const databaseLogs: ResourceRule = {
  id: "residency-database-logs",
  kind: "resource",
  family: "residency",
  title: "Nodes of the state store in a residency zone redact their logs",
  why: "Statements with the values of clients stand in the logs of a node, and logs leave a region more easily than data.",
  fix: "Start nodes with a --log configuration whose file-defaults, and each of whose sinks, have redact: true.",
  level: "mandatory",
  example: `command:
  - /cockroach/cockroach
  - start
  - "--log={file-defaults: {redact: true}, sinks: {stderr: {channels: all, redact: true}}}"
`,
  check(resource, context) {
    const start = startOf(resource);
    if (start === undefined || ownZone(context) === undefined) return [];
    const log = yamlIn(start.option("log") ?? "", "--log");
    if (log?.value == null) return [`${start.path} has no --log, and logs are not redacted.`];
    return [log.at("file-defaults"), ...sinksOf(log)]
      .filter((place) => place.at("redact").value !== true)
      .map(({ path }) => `${start.path} does not redact ${path}.`);
  },
};

/** Sinks that write somewhere: one stderr, and any number of the others, by name. */
function sinksOf(log: Field): Field[] {
  const sinks = log.at("sinks");
  const named = ["file-groups", "fluent-servers", "http-servers", "otlp-servers"].flatMap((kind) =>
    sinks.at(kind).entries.map(([, sink]) => sink),
  );
  const files = sinks.at("file-groups").entries.map(([, sink]) => sink.path);
  const stderr = sinks.at("stderr");
  return [
    ...(stderr.isSet ? [stderr] : []),
    // Files have what file-defaults say, unless they say it themselves.
    ...named.filter((sink) => !files.includes(sink.path) || sink.at("redact").isSet),
  ];
}

import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { isKind } from "./object";
import type { RelabelStep } from "./relabelling";
import { yamlIn } from "./yaml-text";

/** Keys that stand at the top of a Prometheus' configuration and of little else. */
const TOP_KEYS = ["scrape_configs", "remote_write", "remote_read"];

/**
 * The configurations of Prometheus in a ConfigMap, each of its texts that is one: whatever the file is
 * called.
 */
export const prometheusConfigurations = (resource: PolicyResource): Field[] =>
  isKind(resource, "", "ConfigMap")
    ? Field.of(resource)
        .at("data")
        .entries.flatMap(([, { path, text }]) => {
          if (text === undefined || !TOP_KEYS.some((key) => text.includes(`${key}:`))) return [];
          const configuration = yamlIn(text, path);
          return configuration && TOP_KEYS.some((key) => configuration.at(key).isSet)
            ? [configuration]
            : [];
        })
    : [];

/** A receiver of samples, or a source of some. */
export interface Remote {
  readonly field: Field;
  /** Its URL as it stands there, empty if there is none. */
  readonly url: string;
}

/** What a list such as `remote_write` leads to. */
export const remotes = (configuration: Field, list: "remote_write" | "remote_read"): Remote[] =>
  configuration.at(list).items.map((field) => ({ field, url: field.at("url").text ?? "" }));

/** Relabelling of what is written to a receiver. */
export const writeSteps = ({ field }: Remote): RelabelStep[] =>
  field.at("write_relabel_configs").items.map(({ value }) => value as RelabelStep);

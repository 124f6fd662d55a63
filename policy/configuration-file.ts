import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../config/operator-error";

/** The configuration that comes with the pack; the engine adds to it what it is given. */
export const SHIPPED_CONFIGURATION = "policy/pack-configuration.json";

const shippedFile = join(__dirname, "pack-configuration.json");

/** By policy: a level, or properties. */
export type ConfigurationContent = Readonly<Record<string, unknown>>;

export interface ConfigurationFile {
  readonly content: ConfigurationContent;
  /** Where it was read, for problems. */
  readonly file: string;
}

/** The configuration that comes with the pack. */
export const readShippedConfiguration = (): ConfigurationContent =>
  readJson(shippedFile, SHIPPED_CONFIGURATION);

/**
 * A configuration as the engine puts it together: what comes with the pack, and over it, property
 * by property, what the file says.
 *
 * @throws OperatorError if the file is not there or holds no JSON object.
 */
export function readConfigurationFile(path: string | undefined): ConfigurationFile {
  const shipped = readShippedConfiguration();
  if (path === undefined) return { content: shipped, file: SHIPPED_CONFIGURATION };
  if (!existsSync(path)) {
    throw new OperatorError(`There is no ${path}, which --policy-pack-config names.`);
  }
  return { content: merged(shipped, readJson(path, path)), file: path };
}

function readJson(path: string, name: string): ConfigurationContent {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new OperatorError(`${name} holds no JSON: ${(error as Error).message}`);
  }
  if (isObject(content)) return content;
  throw new OperatorError(`${name} has to hold a JSON object, with policies by their names.`);
}

function merged(shipped: ConfigurationContent, given: ConfigurationContent): ConfigurationContent {
  const both = Object.keys({ ...shipped, ...given }).map((key): [string, unknown] => {
    const [first, second] = [shipped[key], given[key]];
    if (isObject(first) && isObject(second)) return [key, { ...first, ...second }];
    return [key, key in given ? second : first];
  });
  return Object.fromEntries(both);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

import { parse } from "yaml";
import { Field } from "./field";

/** What has been read already: several rules look into the same, and reading takes its time. */
const known = new Map<string, unknown>();

/** What YAML in a text says, to be read as if it stood in the object; `undefined` if it is none. */
export function yamlIn(text: string, path: string): Field | undefined {
  try {
    if (!known.has(text)) known.set(text, parse(text));
    return Field.of({ type: "", name: "", props: { [path]: known.get(text) } }).at(path);
  } catch {
    return undefined;
  }
}

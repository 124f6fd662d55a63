import { type PolicyResource, UNKNOWN, Undecidable } from "../rule";
import { isMarkedSecret, withoutMark } from "./secret-value";

/**
 * A place in a resource, which knows its own path. Nothing is thrown for what is not there or has
 * another type: whoever reads gets nothing. What is unknown throws as soon as it is read, and only then.
 */
export class Field {
  private constructor(
    /** Where it stands, `spec.containers[0].image` for instance. */
    readonly path: string,
    private readonly raw: unknown,
  ) {}

  /** All of a resource. */
  static of({ props }: PolicyResource): Field {
    return new Field("", props);
  }

  /** True if the program has marked the value as secret; never within the engine. */
  get isMarkedSecret(): boolean {
    return isMarkedSecret(this.raw);
  }

  /** True if only a deployment can tell the value. */
  get isUnknown(): boolean {
    return withoutMark(this.raw) === UNKNOWN;
  }

  /**
   * The plain value, `undefined` if it is not there.
   *
   * @throws Undecidable if it is unknown.
   */
  get value(): unknown {
    const value = withoutMark(this.raw);
    if (value === UNKNOWN) throw new Undecidable(this.path);
    return value;
  }

  /** True if something stands there, also null. */
  get isSet(): boolean {
    return this.value !== undefined;
  }

  /** A text, `undefined` if it is none. */
  get text(): string | undefined {
    const { value } = this;
    return typeof value === "string" ? value : undefined;
  }

  /** A number, `undefined` if it is none. */
  get number(): number | undefined {
    const { value } = this;
    return typeof value === "number" ? value : undefined;
  }

  /** What stands below, step by step. */
  at(...steps: readonly string[]): Field {
    return steps.reduce<Field>((field, step) => {
      const path = field.path === "" ? step : `${field.path}.${step}`;
      return new Field(path, isRecord(field.value) ? field.value[step] : undefined);
    }, this);
  }

  /** The members of a list; none if it is no list. */
  get items(): readonly Field[] {
    const { value, path } = this;
    return Array.isArray(value)
      ? value.map((item: unknown, index) => new Field(`${path}[${index}]`, item))
      : [];
  }

  /** The members of a map by their keys; none if it is no map. */
  get entries(): readonly (readonly [string, Field])[] {
    const { value } = this;
    return isRecord(value) ? Object.keys(value).map((key) => [key, this.at(key)] as const) : [];
  }

  /** The texts in a list. */
  get texts(): readonly string[] {
    return this.items.flatMap(({ text }) => text ?? []);
  }

  /** The texts in a map, such as labels. */
  get textsByKey(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.entries.flatMap(([key, { text }]) => (text === undefined ? [] : [[key, text]])),
    );
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

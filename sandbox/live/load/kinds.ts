import { OperatorError } from "../../../config/operator-error";

/** What a load is made of. */
export interface RequestKind {
  readonly name: KindName;
  /** `GET` looks up the latest intents, `POST` brings a new one. */
  readonly method: "GET" | "POST";
  /** Whether each request brings an Idempotency-Key of its own. */
  readonly hasKey: boolean;
  /** Whether doing it twice is doing it once: so the gateways and the client may try it again. */
  readonly isRepeatable: boolean;
  /** Whether its token binds it to regions, so that nobody else may answer where these are dead. */
  readonly isBound: boolean;
}

const unbound = {
  get: { method: "GET", hasKey: false, isRepeatable: true },
  "post-key": { method: "POST", hasKey: true, isRepeatable: true },
  post: { method: "POST", hasKey: false, isRepeatable: false },
} as const;

export type KindName = keyof typeof unbound | `bound-${keyof typeof unbound}`;

/** Every kind, by its name. */
export const requestKinds: Readonly<Record<KindName, RequestKind>> = Object.fromEntries(
  [false, true].flatMap((isBound) =>
    Object.entries(unbound).map(([name, kind]) => {
      const full = isBound ? `bound-${name}` : name;
      return [full, { ...kind, name: full, isBound }];
    }),
  ),
) as Record<KindName, RequestKind>;

export const kindNames = Object.keys(requestKinds) as readonly KindName[];

/** How many parts of the load are of a kind; more than 0. */
export interface KindShare {
  readonly kind: RequestKind;
  readonly parts: number;
}

/**
 * Reads `get=50,post-key=40,post=10`.
 *
 * @throws OperatorError if a kind is unknown or named twice, or its parts are no whole number above 0.
 */
export function parseKinds(text: string): KindShare[] {
  const shares = text.split(",").map((part): KindShare => {
    const [name = "", parts = ""] = part.split("=", 2);
    const kind = kindNames.find((known) => known === name);
    if (kind === undefined || !/^[1-9]\d{0,5}$/.test(parts)) {
      throw new OperatorError(
        `--kinds: "${part}" is no share of the load. Write KIND=PARTS, such as get=50,post=10; ` +
          `kinds are ${kindNames.join(", ")}.`,
      );
    }
    return { kind: requestKinds[kind], parts: Number(parts) };
  });
  const twice = shares.find(({ kind }, index) => shares.findIndex((s) => s.kind === kind) < index);
  if (twice) throw new OperatorError(`--kinds: ${twice.kind.name} is named twice; name it once.`);
  return shares;
}

/** Words that stand in keys of our tables: streams of the synchronizer, and CockroachDB's own. */
const WORDS = ["intents", "status", "deployments"];

const MIGRATION = /^\d{4}-[a-z0-9-]+(\.cockroachdb)?\.sql$/;

/** A UUID is 16 bytes. */
const UUID_BYTES = 16;

/** A value of CockroachDB's type of regions is a byte or two that count, and tells nothing. */
const ENUM_BYTES = 2;

const TOKEN = /"(?<text>(?:[^"\\]|\\.)*)"|(?<plain>[^"]+)/g;

/** What a key may have outside of quotes: steps, ids, times and CockroachDB's marks of ends. */
const PLAIN =
  /^(?:…|<before:|<after:|[</>]|\d+|-|NULL|(?:Table|TenantId|Tenant|TableMin|TableMax|IndexMin|IndexMax|Max|Min|PrefixEnd|Namespace|NamespaceTable|System|Tsd|tsd|b'|'|\\x[0-9a-f]+|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))|[\s'])+$/;

/**
 * Values in a key, as `SHOW RANGES` writes it, that are none of the kinds that our keys have. A text of
 * 16 bytes is taken for a UUID, which cannot be told from it; what columns the keys have says the rest.
 *
 * @param regions regions whose names are no secret.
 */
export function valuesInKey(key: string, regions: readonly string[]): string[] {
  return [...key.matchAll(TOKEN)].flatMap(({ groups }) => {
    const { text, plain } = groups ?? {};
    if (text === undefined) return PLAIN.test(plain ?? "") ? [] : [plain ?? ""];
    const known = regions.includes(text) || WORDS.includes(text) || MIGRATION.test(text);
    return known || bytesOf(text) === UUID_BYTES || bytesOf(text) <= ENUM_BYTES ? [] : [text];
  });
}

/** Bytes of a text that Go has quoted. */
function bytesOf(text: string): number {
  const plain = text.replaceAll(
    /\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[abfnrtv\\'"])/g,
    (escape) =>
      /^\\[uU]/.test(escape) ? String.fromCodePoint(parseInt(escape.slice(2), 16)) : "x",
  );
  return Buffer.byteLength(plain);
}

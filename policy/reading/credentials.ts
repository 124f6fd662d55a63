/** Names that stand for a credential when they end a variable, a key or an annotation. */
const NAMES =
  /(passw(or)?d|passphrase|secret|token|api[-_.]?key|private[-_.]?key|access[-_.]?key|credentials?)$/i;

/** Values that are a credential whatever they are called. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, "a private key"],
  [/\bAKIA[0-9A-Z]{16}\b/, "an access key of AWS"],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b/, "a token of GitHub"],
  [/\bpul-[0-9a-f]{40}\b/, "a token of Pulumi"],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, "a token of Slack"],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, "an API key of Google"],
  [/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/, "a signed token"],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/:@$]+@/, "a URL with a password"],
  [/\bBearer [A-Za-z0-9._~+/-]{20,}/, "a bearer token"],
];

/** A line of settings that gives a name of a credential a value that is no path, switch or reference. */
const SETTING =
  /^[^\S\n]*["']?[\w.-]*(?:passw(?:or)?d|secret|token|api[-_]?key)["']?[^\S\n]*[:=][^\S\n]*["']?(?![/$]|https?:|true|false|null)[^\s"'#{}[\]]{8,}/im;

/** Values that are no credential whatever they are called: switches, numbers, paths, references. */
const HARMLESS = /^(true|false|yes|no|on|off|\d+[a-z]*|\/.*|https?:\/\/.*|\$\(.*\)|\$\{.*\})?$/i;

/** What credential a text holds, in words; `undefined` if none is seen in it. */
export const credentialIn = (text: string): string | undefined =>
  shapes.find(([shape]) => shape.test(text))?.[1];

/** True for a name by which credentials are known. */
export const isCredentialName = (name: string): boolean => NAMES.test(name);

/** The same for a file of settings, whose lines have names too. */
export const credentialInSettings = (text: string): string | undefined =>
  credentialIn(text) ?? (SETTING.test(text) ? "a setting with such a name" : undefined);

/** What credential a named value is, in words; `undefined` if it is none. */
export const credentialAs = (name: string, text: string): string | undefined =>
  credentialIn(text) ??
  (isCredentialName(name) && !HARMLESS.test(text.trim()) ? "a value with such a name" : undefined);

import { generateKeyPair, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import { readFileIfPresent, writeFileAtomically } from "../processes/atomic-file";
import { ClusterError } from "./failure";
import type { RegionFiles } from "./state-files";

/** Who talks to a region's API server: the name it authenticates as, and its groups. */
const USERS = {
  admin: { name: "admin", groups: ["system:masters"] },
  "kube-controller-manager": { name: "system:kube-controller-manager", groups: [] },
  "kube-scheduler": { name: "system:kube-scheduler", groups: [] },
  kwok: { name: "sandbox:kwok", groups: [] },
} as const;

export type User = keyof typeof USERS;

/** KWOK's name in RBAC. */
export const KWOK_USER = USERS.kwok.name;

/** A bearer token for each user. */
export type Tokens = Readonly<Record<User, string>>;

const TOKEN_BYTES = 32;

/** Makes a region's tokens and its service-account key pair, unless it has them. */
export async function ensureCredentials(files: RegionFiles): Promise<Tokens> {
  await ensureServiceAccountKey(files);
  const existing = await readTokens(files);
  if (existing) return existing;
  const token = () => randomBytes(TOKEN_BYTES).toString("hex");
  const tokens: Tokens = {
    admin: token(),
    "kube-controller-manager": token(),
    "kube-scheduler": token(),
    kwok: token(),
  };
  await writeFileAtomically(files.tokens, renderTokenFile(tokens));
  return tokens;
}

/** @throws ClusterError `bad-state` if the file lacks a user; the message shows no token. */
export async function readTokens(files: RegionFiles): Promise<Tokens | undefined> {
  const text = await readFileIfPresent(files.tokens);
  if (text === undefined) return undefined;
  const rows = text.split("\n").map((row) => row.split(","));
  const result = tokensSchema.safeParse(
    Object.fromEntries(rows.map(([token, , user]) => [user ?? "", token])),
  );
  if (result.success) return result.data;
  throw new ClusterError(
    "bad-state",
    `${files.tokens} does not hold a token for each of ${Object.keys(USERS).join(", ")}: run \`sandbox reset\``,
  );
}

/** kube-apiserver's format, one user a line: token, name, uid, "groups". */
export function renderTokenFile(tokens: Tokens): string {
  return Object.entries(USERS)
    .map(([user, { name, groups }]) => {
      const row = [tokens[user as User], name, user];
      return `${(groups.length > 0 ? [...row, `"${groups.join(",")}"`] : row).join(",")}\n`;
    })
    .join("");
}

const token = z.string().regex(/^[0-9a-f]{64}$/);
const tokensSchema = z.object({
  admin: token,
  "kube-controller-manager": token,
  "kube-scheduler": token,
  kwok: token,
}) satisfies z.ZodType<Tokens>;

async function ensureServiceAccountKey(files: RegionFiles): Promise<void> {
  // The public half is written last, so its presence means that both are there.
  if ((await readFileIfPresent(files.serviceAccountPublicKey)) !== undefined) return;
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  await writeFileAtomically(files.serviceAccountKey, privateKey);
  await writeFileAtomically(files.serviceAccountPublicKey, publicKey);
}

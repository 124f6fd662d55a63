import { chmod, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../config/operator-error";
import { readFileIfPresent, writeFileAtomically } from "../sandbox/processes/atomic-file";
import { type Authority, authorityCas, type Rotation, type RotationOf } from "./authority";
import { encryptedKeyPem, isEncrypted, keyIdentifier, keyPem, openKey } from "./x509/keys";
import { certificatesIn } from "./x509/pem";
import type { Issuer } from "./x509/sign";

/** How the keys of an authority lie on the disk. */
export type Protection =
  { readonly kind: "passphrase"; readonly passphrase: string } | { readonly kind: "none" };

/** An authority as it was read, and how to write it back. */
export interface OpenAuthority {
  readonly authority: Authority;
  readonly protection: Protection;
}

/** Names the files that count. It is written last: files that it does not name are leftovers. */
const INDEX = "authority.json";

const fileName = z.string().regex(/^[a-z0-9-]+$/);
const rotationSchema = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("steady"), current: fileName }),
  z.strictObject({ phase: z.enum(["begun", "switched"]), old: fileName, new: fileName }),
]);
const indexSchema = z.strictObject({
  version: z.literal(1),
  meshId: z.string().min(1),
  meshRoot: rotationSchema,
  cockroachCa: rotationSchema,
});
type Index = z.output<typeof indexSchema>;

const PRIVATE_FOLDER = 0o700;

/** True if `directory` holds an authority. */
export const hasAuthority = async (directory: string): Promise<boolean> =>
  (await readFileIfPresent(join(directory, INDEX))) !== undefined;

/**
 * Writes an authority into its folder, as a whole: until the last write, the one before counts. Keys
 * that no longer count are deleted.
 */
export async function writeAuthority(
  directory: string,
  { authority, protection }: OpenAuthority,
): Promise<void> {
  await mkdir(directory, { recursive: true, mode: PRIVATE_FOLDER });
  await chmod(directory, PRIVATE_FOLDER);
  const index: Index = {
    version: 1,
    meshId: authority.meshId,
    meshRoot: await writeCas(directory, "mesh-root", authority.meshRoot, protection),
    cockroachCa: await writeCas(directory, "cockroach-ca", authority.cockroachCa, protection),
  };
  await writeFileAtomically(join(directory, INDEX), `${JSON.stringify(index, null, 2)}\n`);
  await deleteLeftovers(directory, index);
}

/**
 * Reads an authority.
 *
 * @param askPassphrase is asked only if a key wants it.
 * @throws OperatorError if there is none, if it is damaged, or if the passphrase does not open it.
 */
export async function readAuthority(
  directory: string,
  askPassphrase: () => Promise<string>,
): Promise<OpenAuthority> {
  const index = await readIndex(directory);
  const names = authorityCas.flatMap((which) => namesIn(index[which]));
  const pems = await Promise.all(names.map((name) => readPart(directory, `${name}.key`)));
  const protection: Protection = pems.some(isEncrypted)
    ? { kind: "passphrase", passphrase: await askPassphrase() }
    : { kind: "none" };
  const read = (name: string): Promise<Issuer> => readCa(directory, name, protection);
  return {
    authority: {
      meshId: index.meshId,
      meshRoot: await mapRotation(index.meshRoot, read),
      cockroachCa: await mapRotation(index.cockroachCa, read),
    },
    protection,
  };
}

async function readIndex(directory: string): Promise<Index> {
  const text = await readFileIfPresent(join(directory, INDEX));
  if (text === undefined) {
    throw new OperatorError(
      `There is no authority in ${directory}. \`nephoran pki init\` makes one; --authority names ` +
        "the folder of another.",
    );
  }
  const parsed = indexSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw damaged(directory, INDEX, "is not what `nephoran pki` writes");
}

async function readCa(directory: string, name: string, protection: Protection): Promise<Issuer> {
  const certificate = await readPart(directory, `${name}.crt`);
  const pem = await readPart(directory, `${name}.key`);
  const key = openKey(pem, protection.kind === "passphrase" ? protection.passphrase : undefined);
  if (key === undefined && isEncrypted(pem)) {
    throw new OperatorError(
      `The passphrase does not open ${join(directory, `${name}.key`)}. Nothing was changed.`,
    );
  }
  if (key === undefined) throw damaged(directory, `${name}.key`, "is no private key");
  const [read] = certificatesIn(certificate) ?? [];
  if (read?.checkPrivateKey(key) !== true) {
    throw damaged(directory, `${name}.crt`, `does not belong to ${name}.key`);
  }
  return { certificate, key };
}

async function readPart(directory: string, file: string): Promise<string> {
  try {
    return await readFile(join(directory, file), "utf8");
  } catch {
    throw damaged(directory, file, "cannot be read");
  }
}

const damaged = (directory: string, file: string, how: string): OperatorError =>
  new OperatorError(
    `The authority in ${directory} is damaged: ${file} ${how}. Nothing was changed. Bring the ` +
      "folder back from its backup.",
  );

const writeCas = (
  directory: string,
  kind: string,
  rotation: Rotation,
  protection: Protection,
): Promise<Index["meshRoot"]> =>
  mapRotation(rotation, async (ca) => {
    const name = `${kind}-${keyIdentifier(ca.key).toString("hex").slice(0, 8)}`;
    const key =
      protection.kind === "none" ? keyPem(ca.key) : encryptedKeyPem(ca.key, protection.passphrase);
    await writeFileAtomically(join(directory, `${name}.crt`), ca.certificate);
    await writeFileAtomically(join(directory, `${name}.key`), key);
    return name;
  });

async function mapRotation<From, To>(
  rotation: RotationOf<From>,
  map: (ca: From) => Promise<To>,
): Promise<RotationOf<To>> {
  return rotation.phase === "steady"
    ? { phase: rotation.phase, current: await map(rotation.current) }
    : { phase: rotation.phase, old: await map(rotation.old), new: await map(rotation.new) };
}

const namesIn = (rotation: RotationOf<string>): string[] =>
  rotation.phase === "steady" ? [rotation.current] : [rotation.old, rotation.new];

/** Only files of the kinds that are written here; what else lies there is somebody's. */
async function deleteLeftovers(directory: string, index: Index): Promise<void> {
  const kept = authorityCas.flatMap((which) => namesIn(index[which]));
  for (const file of await readdir(directory)) {
    const name = /^((?:mesh-root|cockroach-ca)-[0-9a-f]{8})\.(?:crt|key)(?:\..*\.tmp)?$/.exec(file);
    const isTemporary = file.endsWith(".tmp");
    if (name?.[1] === undefined || (kept.includes(name[1]) && !isTemporary)) continue;
    await rm(join(directory, file), { force: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

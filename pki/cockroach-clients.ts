import { SecretText } from "../config/secret-text";
import type { CockroachClient } from "./identity";
import type { IdentitySettings } from "./identity-settings";
import { commonName } from "./x509/distinguished-name";
import { openKey } from "./x509/keys";
import { bundle, certificatePem, certificatesIn } from "./x509/pem";

/** A user as it is found in settings: its key may be lost. */
export type FoundClient = Omit<CockroachClient, "key"> & { readonly key: SecretText | undefined };

/**
 * True for a name of a SQL user that a Secret can be called after: it ends in a letter or a digit.
 */
export const isUserName = (name: string): boolean =>
  /^(?=.*[a-z0-9]$)[a-z_][a-z0-9_-]{0,62}$/.test(name);

/** The Secret with what proves a user: underscores cannot stand in the name of an object. */
export const clientSecretName = (user: string): string =>
  `cockroachdb-client-${user.replaceAll("_", "-")}`;

const KEY = /-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\s]+?-----END PRIVATE KEY-----/g;

/** The state store's users as settings: certificates as one PEM, keys as another. */
export const clientSettings = (clients: readonly Omit<FoundClient, "user">[]): IdentitySettings =>
  clients.length === 0
    ? {}
    : {
        cockroachClientCertificates: bundle(clients.map(({ certificate }) => certificate)),
        cockroachClientKeys: new SecretText(
          bundle(clients.flatMap(({ key }) => (key === undefined ? [] : [key.reveal()]))),
        ),
      };

/** The users in a region's settings, each with the key that belongs to its certificate. */
export function clientsIn({
  cockroachClientCertificates: certificates = "",
  cockroachClientKeys: keys,
}: IdentitySettings): FoundClient[] {
  const pems: readonly string[] = keys?.reveal().match(KEY) ?? [];
  return (certificatesIn(certificates) ?? []).map((certificate) => {
    const own = pems.find((pem) => {
      const key = openKey(pem);
      return key !== undefined && certificate.checkPrivateKey(key);
    });
    return {
      user: commonName(certificate),
      certificate: certificatePem(certificate.raw),
      key: own === undefined ? undefined : new SecretText(`${own}\n`),
    };
  });
}

/** `present` with `fresh` in place of the users of the same names. */
export const withClients = (
  present: readonly FoundClient[],
  fresh: readonly FoundClient[],
): FoundClient[] => [
  ...present.filter(({ user }) => !fresh.some((other) => other.user === user)),
  ...fresh,
];

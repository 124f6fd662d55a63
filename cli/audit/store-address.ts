import { OperatorError } from "../../config/operator-error";
import { COCKROACHDB_PORT } from "../../config/state-config";

/** How the state store is reached: by a URL that says all, or by a host and certificates. */
export type StoreAddress =
  | { readonly url: string; readonly timeoutMs: number }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      /** Folder with ca.crt, client.USER.crt and client.USER.key, as `cockroach --certs-dir` has it. */
      readonly certsDir: string;
      readonly timeoutMs: number;
    };

/** What the options of a command say of the address. */
export interface AddressOptions {
  readonly url?: string;
  readonly host?: string;
  readonly certsDir?: string;
  readonly user: string;
  readonly timeoutSeconds: number;
}

/**
 * The address that options say.
 *
 * @throws OperatorError unless there is either a URL, or a host and a folder with certificates.
 */
export function storeAddress(options: AddressOptions): StoreAddress {
  const { url, host, certsDir, user } = options;
  const timeoutMs = options.timeoutSeconds * 1000;
  if (url !== undefined && host === undefined && certsDir === undefined) return { url, timeoutMs };
  if (url !== undefined || host === undefined || certsDir === undefined) {
    throw new OperatorError(
      "Where the state store is has to be said in one of two ways: --url postgresql://…, or --host " +
        "HOST[:PORT] with --certs-dir DIR.",
    );
  }
  const { name, port } =
    /^(?<name>[^:]+|\[[^\]]+\])(?::(?<port>\d{1,5}))?$/.exec(host)?.groups ?? {};
  if (name === undefined) {
    throw new OperatorError(`--host is ${host}; HOST or HOST:PORT is wanted.`);
  }
  return {
    host: name.replace(/^\[|\]$/g, ""),
    port: port === undefined ? COCKROACHDB_PORT : Number(port),
    user,
    certsDir,
    timeoutMs,
  };
}

import { CodedError } from "../coded-error";

/**
 * Why control planes could not be had.
 *
 * `bad-region`: a region's name or zones cannot be used, or there are too many regions.
 * `bad-port-base`: the ports counted from it are not all ports that anybody may open.
 * `port-busy`: something else listens where a component has to.
 * `path-too-long`: a Unix socket does not fit under the state folder.
 * `missing-file`: a file that the toolchain should bring is not there.
 * `bad-state`: a file in the state folder is not what was written there.
 * `api`: an API server refused a request.
 * `not-ready`: everything runs, but the region's nodes are not ready within their bound.
 */
export type ClusterErrorCode =
  | "bad-region"
  | "bad-port-base"
  | "port-busy"
  | "path-too-long"
  | "missing-file"
  | "bad-state"
  | "api"
  | "not-ready";

export class ClusterError extends CodedError<ClusterErrorCode> {
  override readonly name = "ClusterError";
}

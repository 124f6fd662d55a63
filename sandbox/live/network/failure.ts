import { CodedError } from "../../coded-error";

/**
 * Why the network between pods could not be had.
 *
 * `not-available`: this machine does not let this user have what it is made of.
 * `bad-name`: a site or a pod cannot have this name.
 * `path-too-long`: the router's Unix socket does not fit under the state folder.
 * `not-running`: nobody has opened it, or it has been closed.
 * `not-ready`: it was started, but is not there within its bound.
 * `command`: something that it is set up by failed.
 * `router`: the router refused a request, or did not answer.
 */
export type NetworkErrorCode =
  | "not-available"
  | "bad-name"
  | "path-too-long"
  | "not-running"
  | "not-ready"
  | "command"
  | "router";

export class NetworkError extends CodedError<NetworkErrorCode> {
  override readonly name = "NetworkError";
}

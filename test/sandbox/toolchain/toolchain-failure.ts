import { expect } from "chai";
import { ToolchainError } from "../../../sandbox/toolchain/failure";

/** What an attempt failed with; it has to be a ToolchainError. */
export async function failureOf(attempt: Promise<unknown>): Promise<ToolchainError> {
  const error: unknown = await attempt.catch((reason: unknown) => reason);
  expect(error).to.be.an.instanceOf(ToolchainError);
  return error as ToolchainError;
}

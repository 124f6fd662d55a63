/**
 * `pulumi-resource-random`: an offline stand-in for Pulumi's random provider, for a sandbox that
 * cannot download the real plugin. It is no provider for a real cluster.
 *
 * Resource tokens, inputs, outputs, secrets, rules of replacement and import ids are those of the
 * real plugin, except that
 * - there are six resources: RandomPassword, RandomString, RandomId, RandomBytes, RandomUuid and
 *   RandomInteger;
 * - RandomPassword has no `bcryptHash` (undefined once applied);
 * - RandomInteger with a `seed` gives another number than the real plugin, always the same one;
 * - what the real plugin refuses only on creation (max below min) is refused by the preview too.
 *
 * The engine starts it with its own address as the last argument, reads the port from the first
 * line of output, and holds the other end of standard input until it has no more need of it.
 */
import { randomBytes } from "node:crypto";
import { version } from "@pulumi/random/package.json";
import { serve } from "./provider";

async function main(engineAddress: string | undefined): Promise<void> {
  if (engineAddress === undefined) {
    throw new Error(
      "the offline stand-in for Pulumi's random provider is started by the Pulumi engine: " +
        "put its folder on the PATH and run `pulumi up`",
    );
  }
  const provider = await serve(`${version}+offline-stand-in`, randomBytes);
  console.log(String(provider.port));
  // An engine that was killed cannot say so; its end of the pipe closes all the same.
  process.stdin
    .once("end", () => {
      process.exit(0);
    })
    .resume();
}

main(process.argv.slice(2).at(-1)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

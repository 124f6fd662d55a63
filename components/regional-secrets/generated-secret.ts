import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** Characters of a generated secret; letters and digits alone give 190 bits. */
const LENGTH = 32;

/** A secret that is made at random once, and kept in the stack's state. */
export const generatedSecret = (
  resourceName: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> =>
  new random.RandomPassword(
    resourceName,
    // Without special characters, some of which mean something in lists and URLs.
    { length: LENGTH, special: false },
    opts,
  ).result;

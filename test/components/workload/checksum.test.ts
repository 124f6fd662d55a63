import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import fc from "fast-check";
import { secretsChecksum, settingsChecksum } from "../../../components/workload/checksum";

const settings = fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true });

/** The same entries in another order. */
const shuffled = (entries: Record<string, string>): fc.Arbitrary<Record<string, string>> => {
  const pairs = Object.entries(entries);
  return fc
    .shuffledSubarray(pairs, { minLength: pairs.length })
    .map((order) => Object.fromEntries(order));
};

/** Two settings of which at least a key or a value is another. */
const different = fc.tuple(settings, settings).filter(([one, other]) => !sameEntries(one, other));

function sameEntries(one: Record<string, string>, other: Record<string, string>): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
  );
}

const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply(resolve));

describe("a checksum of settings", () => {
  it("is the same for the same settings in any order", () => {
    const orders = settings.chain((entries) => fc.tuple(fc.constant(entries), shuffled(entries)));
    fc.assert(
      fc.property(orders, ([one, other]) => {
        expect(settingsChecksum(other)).to.equal(settingsChecksum(one));
      }),
    );
  });

  it("is another for any other key or value", () => {
    fc.assert(
      fc.property(different, ([one, other]) => {
        expect(settingsChecksum(other)).to.not.equal(settingsChecksum(one));
      }),
    );
  });

  it("tells where a key ends and its value begins", () => {
    const checksums = [{ ab: "c" }, { a: "bc" }, { a: "b", c: "" }, { c: "", ab: "" }].map(
      settingsChecksum,
    );
    expect(new Set(checksums).size).to.equal(4);
  });

  it("is short enough to be read, of hex digits alone", () => {
    expect(settingsChecksum({})).to.match(/^[0-9a-f]{16}$/);
  });
});

describe("a checksum of secrets", () => {
  const checksum = (key: string, secrets: Record<string, string>): Promise<string> => {
    const hidden: Record<string, pulumi.Output<string>> = Object.fromEntries(
      Object.entries(secrets).map(([name, text]) => [name, pulumi.secret(text)]),
    );
    return valueOf(secretsChecksum(pulumi.secret(key), hidden));
  };

  it("is the same for the same key and the same secrets in any order", async () => {
    const orders = settings.chain((entries) => fc.tuple(fc.constant(entries), shuffled(entries)));
    await fc.assert(
      fc.asyncProperty(fc.string(), orders, async (key, [one, other]) => {
        expect(await checksum(key, other)).to.equal(await checksum(key, one));
      }),
    );
  });

  it("is another for any other secret", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), different, async (key, [one, other]) => {
        expect(await checksum(key, other)).to.not.equal(await checksum(key, one));
      }),
    );
  });

  it("is another for any other key", async () => {
    const keys = fc.tuple(fc.string(), fc.string()).filter(([one, other]) => one !== other);
    await fc.assert(
      fc.asyncProperty(keys, settings, async ([one, other], secrets) => {
        expect(await checksum(other, secrets)).to.not.equal(await checksum(one, secrets));
      }),
    );
  });

  it("is no secret, though all that it is made of is", async () => {
    const output = secretsChecksum(pulumi.secret("key"), { password: pulumi.secret("hunter2") });
    expect(await pulumi.isSecret(output)).to.equal(false);
    expect(await valueOf(output)).to.match(/^[0-9a-f]{16}$/);
  });

  it("cannot be had from a guess at the secrets without the key", async () => {
    const secrets = { password: "hunter2" };
    expect(await checksum("key", secrets)).to.not.equal(settingsChecksum(secrets));
  });
});

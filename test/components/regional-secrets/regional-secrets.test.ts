import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { RegionalSecrets } from "../../../components/regional-secrets/regional-secrets";
import type { ProgramConfig } from "../../../config/program-config";
import { SecretText } from "../../../config/secret-text";
import { program } from "../../../program";
import { fullRegion } from "../full-region";
import { inClear, type Registration, registrations } from "../registrations";

const OAUTH2 = {
  issuer: "https://auth.example.com",
  audience: "a",
  jwksUri: null,
  jwks: null,
  clientId: "c",
  cidrs: [],
};

const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply(resolve));

/** A region's secrets with the names of what made them as their values. */
async function secretsOf(
  generation: number,
  oauth2: ProgramConfig["oauth2"] = OAUTH2,
): Promise<{ made: Registration[]; secrets: RegionalSecrets }> {
  const found: RegionalSecrets[] = [];
  const made = await registrations(() =>
    found.push(new RegionalSecrets("s", { secretsGeneration: generation, oauth2 })),
  );
  const [secrets] = found;
  if (secrets === undefined) throw new Error("Nothing ran.");
  return { made, secrets };
}

describe("the secrets of a region", () => {
  it("are made at random, of letters and digits, in as many as there are uses", async () => {
    const { made } = await secretsOf(1);
    expect(made.map(({ name }) => name).sort()).to.deep.equal([
      "s-checksum-key",
      "s-oauth2-client-secret",
      "s-weaviate-api-key-1",
      "s-weaviate-cluster-password",
    ]);
    for (const { type, inputs } of made) {
      expect(type).to.equal("random:index/randomPassword:RandomPassword");
      // Nothing else: a seed or a keeper would make it the same somewhere or sometime else.
      expect(inputs).to.deep.equal({ length: 32, special: false });
    }
  });

  it("are secret to the engine, every one of them", async () => {
    const { secrets } = await secretsOf(2, { ...OAUTH2, clientSecret: new SecretText("given") });
    const { weaviateApiKey, weaviateAcceptedApiKeys, weaviateClusterPassword } = secrets;
    const { oauth2ClientSecret, checksumKey } = secrets;
    for (const output of [
      weaviateApiKey,
      weaviateAcceptedApiKeys,
      weaviateClusterPassword,
      oauth2ClientSecret,
      checksumKey,
    ]) {
      expect(await pulumi.isSecret<unknown>(output)).to.equal(true);
    }
  });

  it("of the first generation are the only ones that are accepted", async () => {
    const { secrets } = await secretsOf(1);
    expect(await valueOf(secrets.weaviateApiKey)).to.equal("s-weaviate-api-key-1");
    expect(await valueOf(secrets.weaviateAcceptedApiKeys)).to.deep.equal(["s-weaviate-api-key-1"]);
  });

  it("of a new generation are used at once, and accepted beside those before", async () => {
    for (const generation of [2, 3, 10]) {
      const { secrets, made } = await secretsOf(generation);
      const [now, before] = [generation, generation - 1].map((n) => `s-weaviate-api-key-${n}`);
      expect(await valueOf(secrets.weaviateApiKey)).to.equal(now);
      expect(await valueOf(secrets.weaviateAcceptedApiKeys)).to.deep.equal([now, before]);
      // No generation is kept longer than it is accepted.
      expect(made.filter(({ name }) => name.includes("api-key"))).to.have.length(2);
    }
  });

  it("that nothing overlaps with stay the same through all generations", async () => {
    for (const generation of [1, 2, 3]) {
      const { secrets } = await secretsOf(generation);
      expect(await valueOf(secrets.weaviateClusterPassword)).to.equal(
        "s-weaviate-cluster-password",
      );
      expect(await valueOf(secrets.oauth2ClientSecret)).to.equal("s-oauth2-client-secret");
      expect(await valueOf(secrets.checksumKey)).to.equal("s-checksum-key");
    }
  });

  it("are taken from the stack file where it has them, and then are not made", async () => {
    const { secrets, made } = await secretsOf(1, {
      ...OAUTH2,
      clientSecret: new SecretText("given"),
    });
    expect(await valueOf(secrets.oauth2ClientSecret)).to.equal("given");
    expect(made.map(({ name }) => name).join()).to.not.contain("oauth2");
  });
});

describe("two regions", () => {
  it("have no secret in common", async () => {
    let count = 0;
    /** As the real provider: another result each time that it is asked. */
    const random = (name: string): string => `${name}: ${(count += 1)}`;
    const valuesOf = async (config: ProgramConfig): Promise<string[]> => {
      const made = await registrations(() => program(config), random);
      expect(made.filter(({ type }) => type.includes("StackReference"))).to.deep.equal([]);
      return made
        .filter(({ type }) => type === "kubernetes:core/v1:Secret")
        .flatMap(
          // What the API server fills in, such as tokens, has no data here.
          ({ inputs }) =>
            Object.values((inClear(inputs["stringData"]) ?? {}) as Record<string, string>),
        );
    };
    const regionOf = (whose: string): ProgramConfig =>
      fullRegion({
        llmProviderApiKey: new SecretText(`${whose} key`),
        cockroachdbLicense: new SecretText(`${whose} license`),
        alertWebhookUrl: new SecretText(`${whose} URL`),
      });
    const one = await valuesOf(regionOf("one's"));
    const other = await valuesOf(regionOf("other's"));
    expect(one.length).to.equal(10);
    expect(one.filter((value) => other.includes(value))).to.deep.equal([]);
  });
});

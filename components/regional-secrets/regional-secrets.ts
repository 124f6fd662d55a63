import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { typeTokens } from "../type-tokens";
import { generatedSecret } from "./generated-secret";

export type RegionalSecretsArgs = Pick<ProgramConfig, "secretsGeneration" | "oauth2">;

/**
 * The secrets of one region and of no other: made at random in its own stack, or given encrypted in
 * its own stack file. One more generation makes new ones; where two sides have to agree, the side
 * that checks takes the last two, and is rolled out first.
 */
export class RegionalSecrets extends pulumi.ComponentResource {
  /** What clients of the vector store say. */
  readonly weaviateApiKey: pulumi.Output<string>;
  /** What the vector store takes: this generation's key, then the one before. */
  readonly weaviateAcceptedApiKeys: pulumi.Output<string[]>;
  /**
   * What the replicas of the vector store say to each other. Not part of a generation: it has no
   * second one to overlap with, so replicas of both kinds would refuse each other.
   */
  readonly weaviateClusterPassword: pulumi.Output<string>;
  /**
   * What the region says to its OAuth2 provider. Not part of a generation either: the provider has to
   * know it before the region uses it, so a new one is given.
   */
  readonly oauth2ClientSecret: pulumi.Output<string>;
  /** Key of the checksums that pods carry of their secrets. */
  readonly checksumKey: pulumi.Output<string>;

  constructor(name: string, args: RegionalSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.RegionalSecrets, name, {}, opts);
    const { secretsGeneration: generation, oauth2 } = args;
    const generate = (secret: string): pulumi.Output<string> =>
      generatedSecret(`${name}-${secret}`, { parent: this });

    this.weaviateApiKey = generate(`weaviate-api-key-${generation}`);
    this.weaviateAcceptedApiKeys = pulumi.all([
      this.weaviateApiKey,
      ...(generation > 1 ? [generate(`weaviate-api-key-${generation - 1}`)] : []),
    ]);
    this.weaviateClusterPassword = generate("weaviate-cluster-password");
    this.oauth2ClientSecret = oauth2.clientSecret?.asOutput() ?? generate("oauth2-client-secret");
    this.checksumKey = generate("checksum-key");

    this.registerOutputs({ oauth2ClientSecret: this.oauth2ClientSecret });
  }
}

import { z } from "zod";
import { complianceModes } from "../config/region-settings";
import { roles } from "../config/topology";

/**
 * Version of the contract below. Raised when a reader that was written for the old one would be
 * wrong about the new one; new fields alone do not raise it.
 */
export const OUTPUTS_VERSION = 1;

/** Name of the stack output that holds `RegionOutputs`. Nothing secret is ever put into it. */
export const REGION_OUTPUT = "region";

/**
 * Name of the stack output that holds `RegionSecrets`, encrypted. It is apart, since one secret
 * field would make all of an output secret.
 */
export const REGION_SECRETS_OUTPUT = "regionSecrets";

/**
 * Name of the stack output that says what a region knew of the others when it was last deployed. It
 * is apart from what others read, or each deployment would be a reason for all others' next one.
 */
export const REGION_WIRING_OUTPUT = "regionWiring";

const url = (who: string) =>
  z
    .string()
    .describe(`URL of ${who} inside the region's cluster, where network policies allow it.`);

/** What a region's stack promises to other stacks and to other teams' programs. */
export const regionOutputsSchema = z
  .object({
    schemaVersion: z.literal(OUTPUTS_VERSION).describe("Version of this contract."),
    name: z.string().describe("Region, which is also the name of its stack and kube context."),
    displayName: z.string().describe("Name for people."),
    role: z.enum(roles).describe("What the region is for."),
    priority: z.number().describe("Rank among all regions; lower is preferred."),
    // Open, so that a new feature is no new contract.
    features: z.array(z.string()).describe("What it offers beyond what every region has."),
    residencyZone: z.string().nullable().describe("Zone that data stays in; null: none."),
    complianceMode: z.enum(complianceModes).describe("Rules that the region is held to."),
    capacityIntentsPerMinute: z.number().describe("Intents/min at full capacity."),
    limits: z
      .object({
        maxConcurrentIntents: z.number().describe("Intents in flight at the same time."),
        maxDeploymentsPerMinute: z.number().describe("Deployments that are begun per minute."),
        maxLlmRequestsPerSecond: z.number().describe("Requests/s to the model."),
      })
      .describe("What the region takes on."),
    versions: z
      .object({
        nephoran: z.string().describe("Tag of the Nephoran images."),
        weaviate: z.string().describe("Tag of the Weaviate image."),
      })
      .describe("What runs."),
    namespaces: z
      .object({
        system: z.string().describe("Namespace of the data plane."),
        global: z.string().describe("Namespace of what joins the region to the others."),
      })
      .describe("Where it runs."),
    endpoints: z
      .object({
        llmProcessor: url("the front that takes intents"),
        llmProcessorRegional: url("what processes intents"),
        weaviate: url("the vector store"),
        llmInference: url("the region's own model").nullable(),
      })
      .describe("Where it answers."),
    oauth2: z
      .object({
        issuer: z.string().describe("URL of the region's own issuer of tokens."),
        audience: z.string().describe("Audience that tokens for the region name."),
        jwksUri: z
          .string()
          .nullable()
          .describe("URL of the issuer's public keys; null: the issuer says where they are."),
        jwks: z
          .string()
          .nullable()
          .describe("The issuer's public keys as a JSON Web Key Set; null: they are fetched."),
        clientId: z.string().describe("Client that the region is registered as."),
      })
      .describe("How the region authenticates."),
    mesh: z
      .object({
        id: z.string().describe("Mesh that all regions are one of."),
        trustDomain: z
          .string()
          .describe("What the identities of the region's workloads begin with."),
        network: z.string().describe("Network of the mesh that the region is."),
        caFingerprintSha256: z
          .string()
          .nullable()
          .describe(
            "SHA-256 of the CA of the region's mesh, in hexadecimal; null: not issued yet.",
          ),
        caNotAfter: z
          .string()
          .nullable()
          .describe("When that CA expires, as ISO 8601; null: not issued yet."),
      })
      .describe("Who the region is among the others."),
    gateway: z
      .object({
        address: z.string().describe("IP address or host name of the region's gateway."),
        eastWestAddress: z
          .string()
          .nullable()
          .describe(
            "Where services of it are passed through to; null: in a residency zone nowhere.",
          ),
        peersPort: z.number().describe("Port that the other regions' gateways come to."),
        hosts: z.array(z.string()).describe("Public hosts that it answers."),
      })
      .describe("How the region is reached."),
  })
  .describe("What a region of Nephoran promises to other stacks and programs.");

export type RegionOutputs = z.output<typeof regionOutputsSchema>;

/** What a region's stack hands to who may read its secrets. */
export const regionSecretsSchema = z
  .object({
    schemaVersion: z.literal(OUTPUTS_VERSION).describe("Version of this contract."),
    oauth2ClientSecret: z
      .string()
      .describe("What the region says to its OAuth2 provider, to be registered there."),
    remoteReader: z
      .object({
        server: z.string().describe("URL of the region's API server."),
        certificateAuthority: z.string().describe("The API server's CA, as PEM."),
        token: z.string().describe("Token that reads what the other regions' meshes need."),
      })
      .nullable()
      .describe("By which other regions discover its services; null: in a residency zone nobody."),
  })
  .describe("The secrets of a region of Nephoran.");

export type RegionSecrets = z.output<typeof regionSecretsSchema>;

/** What a region knew of the others when it was last deployed. */
export const regionWiringSchema = z
  .object({
    schemaVersion: z.literal(OUTPUTS_VERSION).describe("Version of this contract."),
    peers: z
      .array(
        z.object({
          name: z.string().describe("Another region."),
          gatewayAddress: z
            .string()
            .nullable()
            .describe("Where its gateway was; null: it was not deployed."),
        }),
      )
      .describe("All other regions of the topology."),
  })
  .describe("What a region of Nephoran knew of the others.");

export type RegionWiring = z.output<typeof regionWiringSchema>;

import { z } from "zod";
import { PROJECT, settingKey } from "../config/project";
import { type RegionSettings, regionSettingsSchema } from "../config/region-settings";
import { describeSchema } from "../config/schema-description";
import { isSecretSetting } from "../config/secret-text";
import { settingsReference } from "../config/settings-reference";
import { foreignSettings } from "./foreign-settings";
import { type JsonSchema, jsonSchema } from "./json-schema";

/**
 * The JSON Schema of a region's stack file, for editors. The program takes what it takes, but for
 * settings that contradict each other, and numbers out of bounds that Pulumi has written as text.
 */
export function stackFileSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Stack file of a region",
    description: "What is special to one region of Nephoran: `Pulumi.REGION.yaml`.",
    type: "object",
    properties: {
      config: {
        description: `Settings as \`${PROJECT}:KEY\`. Other namespaces are Pulumi's, or another project's.`,
        type: ["object", "null"],
        properties: settings(),
        ...foreignSettings,
      },
      secretsprovider: { description: "What encrypts the stack's secrets.", type: "string" },
      encryptionsalt: { description: "Written by Pulumi.", type: "string" },
      encryptedkey: { description: "Written by Pulumi.", type: "string" },
      environment: { description: "Environments of Pulumi ESC.", type: ["array", "object"] },
    },
    additionalProperties: false,
  };
}

function settings(): Record<string, JsonSchema> {
  const { properties = {} } = jsonSchema.parse(
    z.toJSONSchema(regionSettingsSchema, {
      io: "input",
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema: converted }) => {
        asInStackFile(zodSchema as unknown as z.ZodType, converted);
      },
    }),
  );
  return Object.fromEntries(
    Object.entries<z.ZodType>(regionSettingsSchema.shape).map(([key, schema]) => {
      const about = { description: hover(key as keyof RegionSettings, schema) };
      return [settingKey(key), { ...properties[key], ...about }];
    }),
  );
}

/** What an editor shows of a setting. */
function hover(key: keyof RegionSettings, schema: z.ZodType): string {
  const { allowed, default: standard } = describeSchema(schema);
  const leftOut = standard.kind === "derived" ? ` Left out: ${standard.words}.` : "";
  return `${settingsReference[key].changes} Allowed: ${allowed}.${leftOut}`;
}

/** Mends what a schema cannot be converted to, or is not as Pulumi writes it. */
function asInStackFile(schema: z.ZodType, converted: Record<string, unknown>): void {
  // For this program's own checks.
  delete converted["secret"];
  delete converted["seen"];
  if (isSecretSetting(schema)) {
    Object.assign(converted, encrypted);
  }
  // `pulumi config set` makes text of flags and numbers, and so does the first change of the file.
  if (schema instanceof z.ZodCodec) converted["enum"] = ["true", "false"];
  if (schema instanceof z.ZodPreprocess && converted["type"] === "integer") {
    const { minimum, maximum } = converted;
    delete converted["type"];
    delete converted["minimum"];
    delete converted["maximum"];
    converted["anyOf"] = [
      {
        type: "integer",
        minimum,
        ...(maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
      },
      { type: "string", pattern: "^[0-9]+$" },
    ];
  }
  // The conversion leaves out the default of what is read from text.
  if (schema instanceof z.ZodDefault) converted["default"] = schema.def.defaultValue;
}

/** How Pulumi writes a secret. */
const encrypted = {
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
} as const;

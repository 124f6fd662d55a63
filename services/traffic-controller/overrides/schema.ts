import { z } from "zod";

const sentence = (length: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(length)
    // One line of a log and of a table.
    .regex(/^\P{Cc}*$/u)
    .describe(`1 to ${length} characters on one line`);

const regionName = z.string().min(1).describe("the name of a region");

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .describe("a name of its own: up to 63 lower-case letters, digits and dashes"),
  reason: sentence(300),
  author: sentence(100),
  expiresAt: z.iso
    .datetime({ offset: true })
    .describe("a time with its zone, as ISO 8601 says it, such as 2030-01-31T12:00:00Z"),
};

const weights = z
  .record(regionName, z.int().min(0).max(100))
  .refine((row) => Object.values(row).reduce((sum, points) => sum + points, 0) === 100)
  .describe("whole percents by region that sum to 100; a region that is left out gets 0");

export const overrideSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("drain"), region: regionName }),
  z.strictObject({ ...common, kind: z.literal("exclude"), region: regionName }),
  z.strictObject({ ...common, kind: z.literal("pin"), entry: regionName, weights }),
  z.strictObject({ ...common, kind: z.literal("freeze") }),
]);

/** An override as the ConfigMap has it. */
export type WrittenOverride = z.output<typeof overrideSchema>;

export const overrideKinds = ["drain", "exclude", "pin", "freeze"] as const;

/** More than these nobody has an overview of; and a ConfigMap holds 1 MiB. */
const MOST_OVERRIDES = 200;

export const overrideListSchema = z.strictObject({
  overrides: z
    .array(z.unknown())
    .max(MOST_OVERRIDES)
    .describe(`a list of ${MOST_OVERRIDES} overrides at most`),
});

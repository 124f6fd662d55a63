import { z } from "zod";

/** Names that become part of host names. */
export const dnsLabel = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
  .describe("a DNS label: lower-case letters, digits and dashes, such as us-east-1");

import { z } from "zod";

/** Policies open 443, and a user in a URL would stand in clear in a ConfigMap. */
export const httpsUrl = z
  .string()
  .regex(/^https:\/\/[a-z0-9.-]+(:443)?(\/[^\s?#]*)?$/)
  .meta({ seen: "no such URL, and not repeated since a URL may hold a password" });

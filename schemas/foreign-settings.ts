import { PROJECT } from "../config/project";

/**
 * Keywords for the `config` of Pulumi's files: besides the properties that are named, settings of
 * other namespaces alone, which are Pulumi's or another project's.
 */
export const foreignSettings = {
  patternProperties: { [`^(?!${PROJECT}:)[^:]+:.+$`]: {} },
  additionalProperties: false,
} as const;

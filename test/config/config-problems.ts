import { ConfigError, type Problem } from "../../config/problems";

/**
 * What is wrong with a configuration, as its reader says it; empty if nothing is.
 *
 * @throws whatever `read` throws besides.
 */
export function configProblems(read: () => unknown): readonly Problem[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

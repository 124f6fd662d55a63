import type { Survey } from "./locate";
import { missingLines } from "./missing-text";
import { PYTHON_ACCEPTS } from "./python";
import { pythonToolNames, requirementOf } from "./python-tools";
import { rangeText } from "./version";

/**
 * The error of a machine that lacks tools and cannot install them: which, which Python would do, and
 * how to go on without.
 *
 * @param reason what is wrong with the Python of this machine, as a clause.
 */
export function cannotInstallText(
  { missing, locations }: Pick<Survey, "missing" | "locations">,
  reason: string,
): string {
  const tools = pythonToolNames.filter((name) => missing.includes(name));
  const pipx = tools.map((name) => `\`pipx install ${requirementOf(name)}\``).join(", ");
  return [
    ...missingLines(locations, tools),
    `To install that here, Python ${rangeText(PYTHON_ACCEPTS)} with its modules venv and ensurepip is ` +
      `needed, but ${reason}. Either`,
    "- install it (Debian and Ubuntu: the packages python3 and python3-venv; elsewhere from " +
      "https://www.python.org/downloads) and run this again, or",
    `- put ${tools.join(", ")} on the PATH, for instance with ${pipx}.`,
  ].join("\n");
}

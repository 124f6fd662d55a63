import type { ProgramResult } from "../programs";
import type { Finding } from "./finding";

/** Asks where the state of stacks is kept. */
export const backendCall = {
  program: "pulumi",
  args: ["whoami", "--json", "--non-interactive"],
  timeoutMs: 20_000,
} as const;

/** Judges the answer, and whether there is what opens the secrets of the stacks. */
export function engineFindings(
  result: ProgramResult,
  variables: Readonly<NodeJS.ProcessEnv>,
): Finding[] {
  const url = backendUrl(result);
  return [backendFinding(result, url), passphraseFinding(url, variables)];
}

function backendFinding(result: ProgramResult, url: string | undefined): Finding {
  const what = "backend";
  if (url !== undefined) return { what, state: "ok", detail: withoutUser(url) };
  const next = "log in with `pulumi login`, or set PULUMI_BACKEND_URL";
  if (result.ended === "absent")
    return { what, state: "unknown", detail: "there is no pulumi to ask", next };
  return { what, state: "missing", detail: "pulumi is not logged in", next };
}

/** Backends on the web keep the keys; all others need a passphrase, unless a stack says otherwise. */
function passphraseFinding(
  url: string | undefined,
  variables: Readonly<NodeJS.ProcessEnv>,
): Finding {
  const what = "passphrase";
  const names = ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"];
  const set = names.find((name) => variables[name] !== undefined);
  if (set !== undefined) return { what, state: "ok", detail: `in ${set}` };
  const next = `set ${names.join(" or ")}, if the stacks have no other secrets provider`;
  if (url === undefined) return { what, state: "unknown", detail: "not set", next };
  if (/^https?:/.test(url)) return { what, state: "ok", detail: "not needed by this backend" };
  return { what, state: "missing", detail: "not set", next };
}

function backendUrl(result: ProgramResult): string | undefined {
  if (result.ended !== "exit" || result.exitCode !== 0) return undefined;
  try {
    const { url } = JSON.parse(result.output) as { readonly url?: unknown };
    return typeof url === "string" ? url : undefined;
  } catch {
    return undefined;
  }
}

/** A URL may hold a password. */
const withoutUser = (url: string): string => url.replace(/\/\/[^/@]*@/, "//").replace(/\?.*$/, "");

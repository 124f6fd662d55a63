import { getProject, getStack } from "@pulumi/pulumi/metadata";
import { allConfig } from "@pulumi/pulumi/runtime/config";
import { z } from "zod";
import { ownSettings, parseProgramConfig, parseRegion, type ProgramConfig } from "./program-config";
import { secretSettings } from "./region-settings";
import { SecretText } from "./secret-text";

/**
 * Reads the configuration of the stack that the engine is running.
 *
 * @throws ConfigError with every problem found.
 */
export function readProgramConfig(): ProgramConfig {
  const { settings, ...shared } = configOfStack();
  const encrypted = encryptedKeys(getProject());
  return parseProgramConfig({ ...shared, settings: settingsFromEngine(settings, encrypted) });
}

/**
 * Reads which region the engine's stack is, whatever the stack file has to say of it: what is wrong
 * in there, the program tells.
 *
 * @throws ConfigError with every problem of the topology, or that it has no such region.
 */
export function readRegionConfig(): Pick<ProgramConfig, "topology" | "region"> {
  return parseRegion(configOfStack());
}

/** The project's own configuration as the engine gives it, settings still as text. */
function configOfStack() {
  const { topology, ...settings } = ownSettings(getProject(), allConfig());
  return {
    stack: getStack(),
    topology: topology === undefined ? undefined : fromText(topology),
    settings,
  };
}

/**
 * Settings as the engine gives them, all of them text, turned into what a stack file would hold:
 * lists and objects come as JSON, secrets decrypted.
 *
 * @param encrypted the keys that are encrypted in the stack file; `undefined` if the host did not say:
 * then secrets are taken for encrypted.
 */
export function settingsFromEngine(
  settings: Readonly<Record<string, string>>,
  encrypted: ReadonlySet<string> | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, text]) => {
      const isEncrypted = encrypted?.has(key) ?? secretSettings.has(key);
      return [key, isEncrypted ? new SecretText(text) : fromText(text)];
    }),
  );
}

function fromText(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    // The schema says what is allowed instead.
    return text;
  }
}

/** The engine's own list; the SDK reads it, but does not hand it on. */
function encryptedKeys(project: string): ReadonlySet<string> | undefined {
  const list = process.env["PULUMI_CONFIG_SECRET_KEYS"];
  if (list === undefined) return undefined;
  const prefix = `${project}:`;
  const keys = z.array(z.string()).parse(JSON.parse(list));
  return new Set(
    keys
      // Hosts of long ago, which the SDK still understands, write `project:config:key`.
      .map((key) => key.replace(":config:", ":"))
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length)),
  );
}

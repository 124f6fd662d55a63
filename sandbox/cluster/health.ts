import { readFileIfPresent } from "../processes/atomic-file";
import type { Probe, ProbeResult } from "../processes/readiness";
import { callHttps, type HttpAnswer } from "./https";
import type { RegionContext } from "./component";
import { LOOPBACK } from "./ports";

/** Bound of one question, in ms; waiting as a whole has its own. */
const PROBE_TIMEOUT_MS = 5_000;

/** Characters of an answer that is no health report, which can be long. */
const REASON_LENGTH = 160;

/** Asks `path` of a component that serves with the API server's certificate. */
export function httpsProbe({ files }: RegionContext, port: number, path: string): Probe {
  return async () => {
    const authority = await readFileIfPresent(files.servingCertificate);
    if (authority === undefined) {
      return { ready: false, why: "the API server has not made its certificate yet" };
    }
    const url = `https://${LOOPBACK}:${String(port)}${path}`;
    return await ask(url, (timeoutMs) => callHttps(url, authority, { timeoutMs }));
  };
}

/** A health question: 200 is ready, anything else says why not. */
export async function ask(
  where: string,
  question: (timeoutMs: number) => Promise<HttpAnswer>,
): Promise<ProbeResult> {
  try {
    const { status, body } = await question(PROBE_TIMEOUT_MS);
    if (status === 200) return { ready: true };
    return { ready: false, why: `${where} answers ${String(status)}: ${failedChecks(body)}` };
  } catch (error) {
    return {
      ready: false,
      why: `${where}: ${error instanceof Error ? error.message : "no answer"}`,
    };
  }
}

/** Of a health report only the lines that failed; of anything else as much as fits a line. */
function failedChecks(body: string): string {
  const failed = body.split("\n").filter((line) => line.startsWith("[-]"));
  return failed.length > 0 ? failed.join(", ") : body.trim().slice(0, REASON_LENGTH);
}

import type { RequestListener } from "node:http";
import { bodyOf, pathOf, sendJson, sendText } from "./exchange";
import { faultsSchema } from "./faults";
import type { Processor } from "./processor";

/**
 * Where a processor is told to be slow or to fail: GET and PUT /faults, as JSON. GET /counts says what
 * it has done.
 */
export const controlListener =
  (processor: Processor): RequestListener =>
  async (request, response) => {
    const asked = `${request.method ?? ""} ${pathOf(request)}`;
    switch (asked) {
      case "GET /faults":
        sendJson(response, 200, processor.faults);
        return;
      case "PUT /faults": {
        const parsed = faultsSchema.safeParse(jsonOf(await bodyOf(request)));
        if (parsed.success) {
          processor.faults = parsed.data;
          sendJson(response, 200, processor.faults);
        } else sendText(response, 400, parsed.error.issues.map(said).join("\n"));
        return;
      }
      case "GET /counts":
        sendJson(response, 200, {
          region: processor.settings.REGION,
          inFlight: processor.inFlight,
          ...processor.intents.counts,
        });
        return;
      default:
        sendText(response, 404, "There is GET /faults, PUT /faults and GET /counts.");
    }
  };

const said = ({ path, message }: { path: PropertyKey[]; message: string }): string =>
  [path.join("."), message].filter((part) => part !== "").join(": ");

function jsonOf(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString("utf8") ?? "");
  } catch {
    return undefined;
  }
}

import { ExchangeError } from "../http/exchange";

/**
 * The lines of a stream, without those that are empty. What comes after the last line break has
 * broken off, and is left out.
 *
 * @throws ExchangeError `too-long` if a line has more than `maxBytes`.
 */
export async function* linesOf(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end !== -1; end = chunk.indexOf(NEW_LINE, from)) {
      const line = Buffer.concat([...begun, chunk.subarray(from, end)]).toString("utf8");
      begun = [];
      length = 0;
      from = end + 1;
      if (line.trim() !== "") yield line;
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    if (length > maxBytes) {
      throw new ExchangeError("too-long", `A line has more than ${String(maxBytes)} bytes`);
    }
    if (rest.length > 0) begun.push(rest);
  }
}

const NEW_LINE = 0x0a;

import { candidates, type ResolverFile } from "./resolver-file";

/** What `nslookup` writes, and its exit code. */
export interface Answer {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

/** Addresses of a name; none if there is no such name. Fails if the server does not answer. */
export type AskServer = (name: string) => Promise<readonly string[]>;

/** Asks for a name until one of those that it may stand for has addresses. */
export async function lookUp(name: string, file: ResolverFile, ask: AskServer): Promise<Answer> {
  const { server } = file;
  for (const candidate of candidates(name, file)) {
    const addresses = await ask(candidate);
    if (addresses.length === 0) continue;
    const found = addresses.map((address) => `Name:\t${candidate}\nAddress: ${address}\n`);
    return { text: `${header(server)}${found.join("")}\n`, exitCode: 0 };
  }
  return {
    text: `${header(server)}** server can't find ${name}: NXDOMAIN\n\n`,
    exitCode: 1,
  };
}

/** What is written where no server answers. */
export const noAnswer = ({ server }: ResolverFile): Answer => ({
  text: `;; connection timed out; no servers could be reached (${server})\n\n`,
  exitCode: 1,
});

const header = (server: string): string => `Server:\t\t${server}\nAddress:\t${server}#53\n\n`;

// The inner half of a border: runs in a site's network. Takes connections into it at a Unix socket,
// which crosses the border, and hands those to the API server's address there on to another one,
// where the outer half waits.
// Arguments: SOCKET-INTO-THE-NETWORK [API-SERVER-ADDRESS API-SERVER-PORT API-SERVER-SOCKET]
import { serveConnect } from "./connect-proxy";
import { dial, dialSocket } from "./dial";
import { serveRelay } from "./relay";

async function main([tunnelSocket = "", host, port, apiSocket = ""]: string[]): Promise<void> {
  if (host !== undefined) {
    await serveRelay({ host, port: Number(port) }, () => dialSocket(apiSocket));
  }
  await serveConnect(tunnelSocket, dial);
}

void main(process.argv.slice(3));

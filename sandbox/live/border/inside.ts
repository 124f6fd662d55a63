// The inner half of a border: runs in a site's network. Takes connections into it at a Unix socket,
// which crosses the border, and hands those to the API server's address and to the nodes' kubelets there
// on to others, where the outer half waits.
// Arguments: SOCKET-INTO-THE-NETWORK [API-SERVER-ADDRESS API-SERVER-PORT API-SERVER-SOCKET
//   KUBELETS-PORT KUBELETS-SOCKET]
import { serveConnect } from "./connect-proxy";
import { dial, dialSocket } from "./dial";
import { serveRelay } from "./relay";

async function main([tunnelSocket = "", ...region]: string[]): Promise<void> {
  const [host, port, apiSocket = "", kubeletPort, kubeletSocket = ""] = region;
  if (host !== undefined) {
    await serveRelay({ host, port: Number(port) }, () => dialSocket(apiSocket));
    await serveRelay({ host: ALL_NODES, port: Number(kubeletPort) }, () =>
      dialSocket(kubeletSocket),
    );
  }
  await serveConnect(tunnelSocket, dial);
}

/** The addresses of all nodes are this network's own; who is asked for which one reads in the request. */
const ALL_NODES = "0.0.0.0";

void main(process.argv.slice(3));

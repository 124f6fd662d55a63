import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way between two ports of this machine that can be cut, as a partition cuts one. */
export class CuttableLink {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(private readonly server: Server) {}

  static async open(from: number, to: number): Promise<CuttableLink> {
    const server = createServer();
    const link = new CuttableLink(server);
    server.on("connection", (near) => {
      link.hold(near);
      if (link.isCut) {
        near.destroy();
        return;
      }
      const far = connect(to, "127.0.0.1");
      link.hold(far);
      near.pipe(far).pipe(near);
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
    });
    server.listen(from, "127.0.0.1");
    await once(server, "listening");
    return link;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  restore(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    const closed = once(this.server, "close");
    this.server.close();
    await closed;
  }

  private hold(socket: Socket): void {
    this.sockets.add(socket);
    // Whoever is cut off sees it as an error.
    socket.on("error", () => undefined);
    socket.on("close", () => this.sockets.delete(socket));
  }
}

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server } from "node:tls";
import { expect } from "chai";
import { createAuthority } from "../../pki/authority";
import type { RegionIdentity } from "../../pki/identity";
import { keyPem } from "../../pki/x509/keys";
import { bundle } from "../../pki/x509/pem";
import { issued, type IssuedRegion, spiffe, workload } from "./samples";

/** What one side of a connection has; PEM. */
interface Side {
  readonly certificate: string;
  readonly key: string;
  readonly roots: string;
}

describe("TLS between holders of these certificates", () => {
  // By the machine's clock: TLS asks no other.
  const today = new Date();
  let east: IssuedRegion;
  let foreign: IssuedRegion;
  before(async () => {
    east = await issued(await createAuthority("nephoran", today), "us-east-1", { at: today });
    foreign = await issued(await createAuthority("nephoran", today), "us-east-1", { at: today });
  });

  const clientOf = ({ cockroach }: RegionIdentity): Side => ({
    certificate: cockroach.root.certificate,
    key: cockroach.root.key.reveal(),
    roots: cockroach.ca,
  });
  const nodeOf = ({ cockroach }: RegionIdentity): Side => ({
    certificate: cockroach.node.certificate,
    key: cockroach.node.key.reveal(),
    roots: cockroach.ca,
  });
  const workloadOf = async (region: string): Promise<Side> => {
    const leaf = await workload(east.meshCa, spiffe(region), today);
    return {
      certificate: bundle([leaf.certificate, east.meshCa.certificate]),
      key: keyPem(leaf.key),
      roots: east.identity.mesh.roots,
    };
  };

  it("lets a user reach a node of the state store, and a node another", async () => {
    const { identity } = east;
    const host = "cockroachdb-0.cockroachdb.us-east-1.nephoran.local";
    expect(await greeting(nodeOf(identity), clientOf(identity), host)).to.equal("hello root");
    expect(await greeting(nodeOf(identity), nodeOf(identity), "localhost")).to.equal("hello node");
  });

  it("refuses a user of another authority", async () => {
    const stranger = { ...clientOf(foreign.identity), roots: east.identity.cockroach.ca };
    expect(await greeting(nodeOf(east.identity), stranger, "localhost")).to.equal("refused");
  });

  it("refuses a node of another authority", async () => {
    const stranger = { ...nodeOf(foreign.identity), roots: east.identity.cockroach.ca };
    expect(await greeting(stranger, clientOf(east.identity), "localhost")).to.equal("refused");
  });

  it("accepts a region's own workload and refuses a forged one", async () => {
    const server = await workloadOf("us-east-1");
    expect(await greeting(server, await workloadOf("us-east-1"))).to.equal("hello workload");
    expect(await greeting(server, await workloadOf("eu-west-1"))).to.equal("refused");
  });
});

/** What the server says to the client, or `refused` if either does not believe the other. */
async function greeting(serving: Side, calling: Side, servername?: string): Promise<string> {
  const server = createServer(
    {
      ...{ cert: serving.certificate, key: serving.key, ca: serving.roots },
      ...{ requestCert: true, rejectUnauthorized: true },
    },
    (socket) => socket.end(`hello ${String(socket.getPeerCertificate().subject.CN)}`),
  ).listen(0, "127.0.0.1");
  server.on("tlsClientError", () => undefined);
  try {
    await once(server, "listening");
    return await call(server, calling, servername);
  } finally {
    server.close();
  }
}

async function call(server: Server, calling: Side, servername?: string): Promise<string> {
  const socket = connect({
    ...{ host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    ...{ cert: calling.certificate, key: calling.key, ca: calling.roots },
    // A workload is known by its URI, which is not Node's to compare.
    ...(servername === undefined ? { checkServerIdentity: () => undefined } : { servername }),
  });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // Why it was refused is said by its close as well.
  socket.on("error", () => undefined);
  socket.setTimeout(5_000, () => socket.destroy());
  await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks).toString() || "refused";
}

import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { expect } from "chai";
import { addressesOf, parseAddress, parseEntries } from "../../../../sandbox/live/load/entries";
import { dnsLookup } from "../../../../sandbox/live/load/names";

describe("the entries of a load", () => {
  it("are hosts, and whom their users are near", () => {
    expect(parseEntries("nephoran.io@eu-west-1,eu.nephoran.io")).to.deep.equal([
      { name: "nephoran.io@eu-west-1", host: "nephoran.io", near: "eu-west-1.nephoran.io" },
      { name: "eu.nephoran.io", host: "eu.nephoran.io" },
    ]);
    expect(() => parseEntries("https://nephoran.io")).to.throw(
      /is no entry\. Write HOST or HOST@REGION/,
    );
  });

  it("have addresses that may be given", () => {
    expect(parseAddress("nephoran.io=127.0.0.1:8443")).to.deep.equal({
      host: "nephoran.io",
      address: { ip: "127.0.0.1", port: 8_443 },
    });
    expect(parseAddress("nephoran.io=198.18.0.1").address.port).to.equal(443);
    expect(() => parseAddress("nephoran.io")).to.throw(/is no address\. Write HOST=IP/);
  });

  it("have the near address first, then the others in the order of DNS, each once", async () => {
    const known = new Map([
      ["nephoran.io", ["198.18.0.1", "198.18.4.1"].map((ip) => ({ ip, port: 443 }))],
      ["eu-west-1.nephoran.io", [{ ip: "198.18.4.1", port: 443 }]],
    ]);
    const [far, near] = parseEntries("nephoran.io,nephoran.io@eu-west-1");
    const ips = async (entry = far) =>
      entry && (await addressesOf(entry, dnsLookup({ known }))).map(({ ip }) => ip);
    expect(await ips(far)).to.deep.equal(["198.18.0.1", "198.18.4.1"]);
    expect(await ips(near)).to.deep.equal(["198.18.4.1", "198.18.0.1"]);
  });

  describe("in DNS", () => {
    let server: Socket;
    before(async () => {
      server = createSocket("udp4").on("message", (question, { address, port }) => {
        server.send(answer(question), port, address);
      });
      server.bind(0, "127.0.0.1");
      await once(server, "listening");
    });
    after(() => server.close());

    const lookup = () =>
      dnsLookup({ server: `127.0.0.1:${server.address().port}`, known: new Map() });

    it("are asked of the server that is named, and come in its order", async () => {
      expect(await lookup()("nephoran.io")).to.deep.equal([
        { ip: "198.18.4.1", port: 443 },
        { ip: "198.18.0.1", port: 443 },
      ]);
    });

    it("are told as missing, with what to do", async () => {
      const error: unknown = await lookup()("nobody.example").catch((cause: unknown) => cause);
      expect((error as Error).message).to.match(
        /^127\.0\.0\.1:\d+ does not say where nobody\.example is: .*ENOTFOUND.* Name a server with --dns/,
      );
    });
  });
});

/** What a server of nephoran.io says: two addresses, or that there is no such name (RFC 1035, 4.1). */
function answer(question: Buffer): Buffer {
  const isKnown = question.includes("nephoran");
  const ips = isKnown ? ["198.18.4.1", "198.18.0.1"] : [];
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(ips.length, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  // Name, type and class of the question.
  const asked = question.subarray(12, question.indexOf(0, 12) + 5);
  const records = ips.map((ip) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, ...ip.split(".").map(Number)]),
  );
  return Buffer.concat([head, asked, ...records]);
}

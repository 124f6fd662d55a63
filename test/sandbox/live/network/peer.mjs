// What runs in the pods of the network's tests.
//   serve NAME ADDRESS:PORT... answers who it is and whom it sees, over TCP and UDP, and echoes over TCP
//   ask tcp|udp HOST PORT MS   prints {answer} or {error}, and ms
//   roundtrip HOST PORT COUNT  prints the shortest of some round trips over UDP, in ms
//   follow HOST PORT          asks every 50 ms over UDP, and says each answer that is a new one
//   hold HOST PORT             connects, says "open", sends a byte every 50 ms, and says how it ends
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { performance } from "node:perf_hooks";

const [, , what, ...args] = process.argv;

const commands = {
  serve(name, ...places) {
    for (const place of places) {
      const [address, port] = place.split(":");
      createServer((socket) => {
        socket.on("error", () => undefined);
        socket.write(`${name} sees ${socket.remoteAddress}`);
        socket.pipe(socket);
      }).listen(Number(port), address);
      const datagrams = createSocket("udp4");
      datagrams.on("message", (_, from) => {
        datagrams.send(`${name} sees ${from.address}`, from.port, from.address);
      });
      datagrams.bind(Number(port), address);
    }
  },

  ask(protocol, host, port, bound) {
    const start = performance.now();
    const end = (result) => {
      console.log(JSON.stringify({ ...result, ms: performance.now() - start }));
      process.exit();
    };
    setTimeout(() => end({ error: "silence" }), Number(bound));
    if (protocol === "tcp") {
      const socket = connect(Number(port), host);
      socket.on("data", (data) => end({ answer: data.toString() }));
      socket.on("error", (error) => end({ error: error.code }));
      return;
    }
    const socket = createSocket("udp4");
    socket.on("message", (data) => end({ answer: data.toString() }));
    socket.on("error", (error) => end({ error: error.code }));
    socket.connect(Number(port), host, () => socket.send("who?"));
  },

  roundtrip(host, port, count) {
    const socket = createSocket("udp4");
    let shortest = Infinity;
    let left = Number(count);
    let start;
    const send = () => {
      start = performance.now();
      socket.send("who?");
    };
    socket.on("message", () => {
      shortest = Math.min(shortest, performance.now() - start);
      left -= 1;
      if (left > 0) return send();
      console.log(shortest);
      process.exit();
    });
    socket.connect(Number(port), host, send);
  },

  follow(host, port) {
    const socket = createSocket("udp4");
    let last;
    socket.on("message", (data) => {
      if (data.toString() !== last) console.log((last = data.toString()));
    });
    // Refused while nobody is there.
    socket.on("error", () => undefined);
    socket.connect(Number(port), host, () => setInterval(() => socket.send("who?"), 50));
  },

  hold(host, port) {
    const socket = connect(Number(port), host);
    socket.on("connect", () => {
      console.log("open");
      setInterval(() => socket.write("."), 50);
    });
    const end = (how) => {
      console.log(how);
      process.exit();
    };
    socket.on("error", (error) => end(error.code));
    socket.on("close", () => end("closed"));
  },
};

commands[what](...args);

// Opens a network, puts a pod into it, says so, and waits to be killed.
//   opener.mjs MODULE DIRECTORY BINARY SITES
const [, , module, directory, binary, sites] = process.argv;
const { openNetwork } = await import(module);
const network = await openNetwork({ directory, binary, sites: JSON.parse(sites) });
await network.addPod("us-east-1", "left", "10.1.253.2");
console.log("open");
setInterval(() => undefined, 1_000);

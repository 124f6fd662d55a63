// Stands in for llm-processor-regional: answers with what it was asked, says which region it is, and
// remembers every request that it got. `GET /.seen` is the list of their paths.
import { createServer } from "node:http";

const [, , region, port] = process.argv;
const seen = [];
createServer((request, response) => {
  const { method, url, headers } = request;
  response.setHeader("content-type", "application/json");
  if (url === "/.seen") return response.end(JSON.stringify(seen));
  seen.push(url);
  request.resume().on("end", () => {
    response.end(JSON.stringify({ region, method, url, headers }));
  });
}).listen(Number(port));

import { request } from "node:http";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { expect } from "chai";
import { viewOf } from "../../../demo/live/model";
import { type LiveServer, serveLivePage } from "../../../demo/live/server";
import type { LiveView } from "../../../demo/live/view";
import { BEGAN_AT } from "./sample-show";

describe("the live page's server", () => {
  let server: LiveServer;
  let at = BEGAN_AT;
  beforeEach(async () => {
    server = await serveLivePage({ view: () => viewOf(["us-east-1"], [], at++), intervalMs: 5 });
  });
  afterEach(() => server.close());

  it("gives one page that needs nothing from anywhere, and lets nothing else run in it", async () => {
    const answer = await fetch(server.url);
    const page = await answer.text();
    expect(page)
      .to.match(/<style>[^<]+--region-0/)
      .and.to.match(/<script type="module">\n?\/\/ Draws/);
    expect(page).not.to.match(/(src|href)="(?!data:,")/);
    expect(page).not.to.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(page).to.include(`"headline":"Waiting for the first requests."`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).to.match(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; /,
    );
  });

  it("takes nothing that somebody says for a part of the page", async () => {
    const said = "</script><script>alert(1)</script>";
    const other = await serveLivePage({
      view: () => ({ ...viewOf(["us-east-1"], [], BEGAN_AT), headline: said }),
    });
    const page = await (await fetch(other.url)).text();
    await other.close();
    expect(page).not.to.include(said);
    expect(page.match(/<script/g)?.length).to.equal(2);
  });

  it("sends the newest picture again and again", async () => {
    const answer = await fetch(`${server.url}events`);
    expect(answer.headers.get("content-type")).to.equal("text/event-stream");
    let text = "";
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString("utf8");
      if (text.split("\n\n").length > 3) break;
    }
    const views = text
      .split("\n\n")
      .slice(0, 3)
      .map((event) => JSON.parse(event.replace(/^data: /, "")) as LiveView);
    const [first, second, third] = views.map((view) => view.at);
    expect([second, third]).to.deep.equal([(first ?? 0) + 1, (first ?? 0) + 2]);
    expect(views[0]?.regions[0]?.name).to.equal("us-east-1");
  });

  it("answers programs with the picture as JSON, and nobody who asks for another host or to change", async () => {
    expect(((await (await fetch(`${server.url}view`)).json()) as LiveView).headline).to.equal(
      "Waiting for the first requests.",
    );
    expect((await fetch(`${server.url}else`)).status).to.equal(404);
    expect((await fetch(server.url, { method: "POST" })).status).to.equal(405);
    const asking = request(server.url, { headers: { host: "evil.example" } }).end();
    const [answer] = (await once(asking, "response")) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).to.equal(421);
  });
});

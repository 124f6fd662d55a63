import { execFile } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { viewOf } from "../../../demo/live/model";
import { type LiveServer, serveLivePage } from "../../../demo/live/server";
import { BEGAN_AT, REGIONS, sampleShow } from "./sample-show";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

/** As a projector shows it. */
const [WIDTH, HEIGHT] = [1_280, 720];

/** Far longer than a headless browser takes on a busy machine, ms. */
const BOUND_MS = 90_000;

function browser(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Draws the page in a real browser. With NEPHORAN_PICTURES=FOLDER the pictures are kept there, as
 * live-light.png and live-dark.png; docs/figures has those of the README.
 */
describe("the live page in a browser", function () {
  this.timeout(2 * BOUND_MS);
  const found = browser();
  let folder: string;
  let server: LiveServer;

  before(async function () {
    if (found === undefined) {
      console.log(`    No ${BROWSERS.join(", ")} on the PATH: the page is not drawn.`);
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "live-page-"));
    const view = viewOf(REGIONS, sampleShow(), BEGAN_AT + 90_000);
    server = await serveLivePage({ view: () => view });
  });
  after(async () => {
    if (found === undefined) return;
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const run = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      found ?? "",
      [
        "--headless=new",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        `--user-data-dir=${join(folder, "profile")}`,
        `--window-size=${WIDTH},${HEIGHT}`,
        // Its own sandbox refuses root.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        ...args,
        server.url,
      ],
      { timeout: BOUND_MS, maxBuffer: 16 * 1_024 * 1_024 },
    );
    return stdout;
  };

  it("draws regions, weights, decisions and the kill from the server's events", async () => {
    const dom = await run("--dump-dom");
    expect(dom).to.match(
      /<h1 id="headline"[^>]*>eu-west-1 has failed; the others are healthy\.<\/h1>/,
    );
    expect(dom.match(/<article class="region(?: killed)?"/g)?.length).to.equal(4);
    expect(dom.match(/<article class="region killed"/g)?.length).to.equal(1);
    expect(dom).to.include("killed 30 s ago");
    expect(dom.match(/class="mark killed"/g)?.length).to.equal(1);
    expect(dom).to.match(/title="63 % to us-east-1"[^>]*>63 %</);
    expect(dom).to.include("eu-west-1 is failed, say us-east-1, ap-southeast-1, us-west-2.");
    expect(dom).to.match(/<dt>repeatable ones lost<\/dt><dd[^>]*>0</);
  });

  for (const [theme, scheme] of [
    ["light", 1],
    ["dark", 0],
  ] as const) {
    it(`makes a ${theme} picture of it`, async () => {
      const name = `live-${theme}.png`;
      const file = join(folder, name);
      await run(`--blink-settings=preferredColorScheme=${scheme}`, `--screenshot=${file}`);
      const picture = readFileSync(file);
      // Signature, then width and height at the start of the header (PNG, 11.2.2).
      expect(picture.subarray(1, 4).toString()).to.equal("PNG");
      expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).to.deep.equal([WIDTH, HEIGHT]);
      const kept = process.env["NEPHORAN_PICTURES"];
      if (kept === undefined) return;
      await mkdir(kept, { recursive: true });
      await copyFile(file, join(kept, name));
    });
  }
});

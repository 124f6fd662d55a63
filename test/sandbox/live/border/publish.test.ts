import { expect } from "chai";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeEntry } from "../../../../sandbox/live/border/entries";
import { entriesFolder } from "../../../../sandbox/live/border/folder";
import type { OutsideSettings } from "../../../../sandbox/live/border/outside-settings";
import { regionPublisher } from "../../../../sandbox/live/border/publish";
import type { RegionView } from "../../../../sandbox/live/border/region-view";
import type { ServiceTranslation } from "../../../../sandbox/live/network/rules";
import { temporaryFolder } from "../../processes/temporary-folder";

const names = [
  { host: "example.org", regions: ["here", "there"] },
  { host: "there.example.org", regions: ["there"] },
];

const view = (change: Partial<RegionView> = {}): RegionView => ({
  rules: [],
  entry: ["198.18.0.7"],
  meshNames: [],
  ...change,
});

describe("what a border makes of a region's objects", () => {
  const folder = temporaryFolder();
  const set: (readonly ServiceTranslation[])[] = [];
  beforeEach(() => {
    set.length = 0;
  });

  const publisher = (setServices?: () => Promise<void>) =>
    regionPublisher(
      {
        directory: folder(),
        region: "here",
        names,
        clientsNames: [{ host: "example.org", regions: ["there", "here"] }],
      } as unknown as OutsideSettings,
      {
        setServices:
          setServices ??
          ((_region, rules) => {
            set.push(rules);
            return Promise.resolve();
          }),
      },
    );
  const hosts = (site: string) => readFile(join(folder(), site, "hosts"), "utf8");

  it("sets the translations of Services where they change, and only then", async () => {
    const publish = publisher();
    const rule = { address: "10.96.0.1", port: 443, protocol: "tcp", endpoints: [] } as const;
    await publish(view());
    await publish(view());
    await publish(view({ rules: [rule] }));
    expect(set).to.deep.equal([[], [rule]]);
  });

  it("sets them again where that failed", async () => {
    let attempts = 0;
    const publish = publisher(() => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error("no network")) : Promise.resolve();
    });
    const failure: unknown = await publish(view()).catch((error: unknown) => error);
    expect(String(failure)).to.equal("Error: no network");
    await publish(view());
    await publish(view());
    expect(attempts).to.equal(2);
  });

  it("answers public names with the addresses of all regions, as seen from each place", async () => {
    const publish = publisher();
    await publish(view());
    expect(await hosts("regions/here")).to.equal("198.18.0.7 example.org\n");
    await writeEntry(entriesFolder(folder()), "there", ["198.18.4.7"]);
    await publish(view());
    expect(await hosts("regions/here")).to.equal(
      "198.18.0.7 example.org\n198.18.4.7 example.org\n198.18.4.7 there.example.org\n",
    );
    expect(await hosts("clients")).to.equal("198.18.4.7 example.org\n198.18.0.7 example.org\n");
  });

  it("keeps the latest address that is known of an entry that has none now", async () => {
    const publish = publisher();
    await publish(view());
    await publish(view({ entry: [] }));
    expect(await hosts("clients")).to.equal("198.18.0.7 example.org\n");
  });

  it("answers names of the mesh to the region's own pods alone", async () => {
    const meshNames = [{ host: "there.nephoran.local", addresses: ["198.18.4.7"] }];
    await publisher()(view({ meshNames }));
    expect(await hosts("regions/here")).to.contain("198.18.4.7 there.nephoran.local\n");
    expect(await hosts("clients")).not.to.contain("nephoran.local");
  });

  it("leaves a file alone whose content stays", async () => {
    const publish = publisher();
    const inode = async () => (await stat(join(folder(), "clients/hosts"))).ino;
    await publish(view());
    const before = await inode();
    await publish(view());
    expect(await inode()).to.equal(before);
  });
});

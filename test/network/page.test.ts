import { expect } from "chai";
import fc from "fast-check";
import type { ProgramConfig } from "../../config/program-config";
import { holdsIn, parsePage, rowIn, rowText } from "../../network/page";
import { parsePortText, portTexts, union } from "../../network/ports";
import { fullRegion } from "../components/full-region";
import { shippedStack } from "../shipped-project";

const head = "Where: all regions\n\n| From | To | Port | Why |\n| --- | --- | --: | --- |\n";

describe("a page of connections", () => {
  it("has its rows read with their lines, whatever a formatter did to the columns", () => {
    const [row] = parsePage(`${head}| \`a/b\`   | \`c/d\` |  8080/TCP | Because.   |\n`);
    expect(row).to.deep.include({
      line: 5,
      text: "| `a/b`   | `c/d` |  8080/TCP | Because.   |",
      where: "all regions",
      from: ["a/b"],
      to: ["c/d"],
    });
    expect(portTexts(row?.ports ?? union([]))).to.deep.equal(["8080/TCP"]);
  });

  it("has rows of several ends and ports", () => {
    const [row] = parsePage(
      `${head}| \`a/*\`, \`b/*\` | \`1.0.0.0/8 except 1.1.0.0/16, 1.2.0.0/16\` | 2/UDP, 1-9/TCP | x |`,
    );
    expect(row?.from).to.deep.equal(["a/*", "b/*"]);
    expect(row?.to).to.deep.equal(["1.0.0.0/8 except 1.1.0.0/16, 1.2.0.0/16"]);
    expect(portTexts(row?.ports ?? union([]))).to.deep.equal(["1-9/TCP", "2/UDP"]);
  });

  it("has other tables besides", () => {
    expect(parsePage("| name | means |\n| --- | --- |\n| `a` | b |\n")).to.deep.equal([]);
    expect(parsePage(`${head}\n| name | means |\n| --- | --- |\n| \`a\` | b |\n`)).to.deep.equal(
      [],
    );
  });

  it("takes the row that it is shown, whatever bars are in it", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "|", "/", "*", "[", "=", "]", ","),
      minLength: 1,
    });
    const ports = fc.subarray(["1/TCP", "2-3/UDP", "http/TCP", "any/SCTP"], { minLength: 1 });
    fc.assert(
      fc.property(text, text, ports, text, (from, to, port, why) => {
        const [row] = parsePage(head + rowText(from, to, port, why));
        expect([row?.from, row?.to]).to.deep.equal([[from], [to]]);
        expect(row?.ports).to.deep.equal(union(port.flatMap((one) => parsePortText(one) ?? [])));
      }),
    );
  });

  const refused: [string, string, RegExp][] = [
    ["no reason", `${head}| \`a\` | \`b\` | any | |`, /^Line 5 .*does not say why/],
    ["a port without its protocol", `${head}| \`a\` | \`b\` | 80 | x |`, /names ports in another/],
    ["a name without backticks", `${head}| a | \`b\` | any | x |`, /names in backticks/],
    ["words beside a name", `${head}| \`a\` | from \`b\` | any | x |`, /names in backticks/],
    ["too many cells", `${head}| \`a\` | \`b\` | any | x | y |`, /more cells/],
    [
      "a table below a new heading",
      `${head}\n## New\n\n${head.slice(head.indexOf("|"))}| \`a\` | \`b\` | any | x |`,
      /has no `Where: ...`/,
    ],
  ];
  for (const [what, page, message] of refused) {
    it(`is refused with ${what}`, () => {
      expect(() => parsePage(page)).to.throw(message);
    });
  }

  it("is for regions by name, role, feature and want of a zone, any of them", () => {
    const region = shippedStack("ap-southeast-1");
    for (const where of [
      "all regions",
      "ap-southeast-1",
      "`ap-southeast-1`",
      "eu-west-1, ap-southeast-1",
      "role edge",
      "role dr, feature edge-computing",
      "no residency zone",
    ]) {
      expect(holdsIn(where, region), where).to.equal(true);
    }
    expect(holdsIn("no residency zone", shippedStack("eu-west-1"))).to.equal(false);
    for (const where of ["eu-west-1", "role dr", "feature gdpr", "edge", "edge-computing", ""]) {
      expect(holdsIn(where, region), where).to.equal(false);
    }
  });

  it("is for regions by the settings that open something in them", () => {
    const opening = [
      "EDGE_ENABLED",
      "LOCAL_ML_ENABLED",
      "dnsCidrs",
      "llmProvider",
      "oauth2.cidrs",
      "weaviateBackup",
      "weaviateBackup.credentials",
    ];
    const without = fullRegion({
      EDGE_ENABLED: false,
      LOCAL_ML_ENABLED: false,
      inferenceGpus: undefined,
      dnsCidrs: undefined,
      oauth2: undefined,
      weaviateBackup: undefined,
    });
    const held = (config: ProgramConfig): string[] =>
      opening.filter((setting) => holdsIn(`setting ${setting}`, config));
    expect(held(fullRegion())).to.deep.equal(opening);
    // One of the two is what the region's intents are understood by.
    expect(held(without)).to.deep.equal(["llmProvider"]);
    const own = fullRegion({ llmProvider: undefined, llmProviderApiKey: undefined });
    expect(held(own)).to.deep.equal(opening.filter((setting) => setting !== "llmProvider"));
    const weaviateBackup = { bucket: "backups", cidrs: ["192.0.2.0/24"] };
    expect(held(fullRegion({ weaviateBackup }))).to.deep.equal(
      opening.filter((setting) => setting !== "weaviateBackup.credentials"),
    );
  });

  it("has the networks of a setting where it gives the setting's name", () => {
    const config = fullRegion({ kubeApiCidrs: ["192.0.2.1/32", "192.0.2.2/32"] });
    const [row] = parsePage(`${head}| \`a/*\`, \`oauth2.cidrs\` | \`kubeApiCidrs\` | any | x |`);
    if (row === undefined) throw new Error("There is no row.");
    expect(rowIn(row, config)).to.deep.equal({
      ...row,
      from: ["a/*", ...config.oauth2.cidrs],
      to: ["192.0.2.1/32", "192.0.2.2/32"],
    });
    // It stands for nothing here, so that no policy allows it.
    expect(rowIn(row, fullRegion({ oauth2: undefined })).from).to.deep.equal([
      "a/*",
      "oauth2.cidrs",
    ]);
  });
});

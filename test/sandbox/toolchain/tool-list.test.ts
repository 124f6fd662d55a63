import { expect } from "chai";
import { listLines } from "../../../sandbox/toolchain/tool-list";

describe("the list of tools", () => {
  const etcd = {
    tool: "etcd",
    found: { path: "/c/bin/etcd", origin: "cache", version: "3.7.3" },
    refused: [{ path: "/usr/bin/etcd", reason: "is 3.4.30, wanted is 3.5.13 or later" }],
  } as const;

  it("shows where each was found, in which version, and what was not taken", () => {
    const lines = listLines(
      { locations: [etcd], missing: [], missingAssets: [] },
      { milliseconds: 0, diskBytes: 0 },
    );
    expect(lines).to.deep.equal([
      "etcd  3.7.3     /c/bin/etcd (built here)",
      "      not taken: /usr/bin/etcd is 3.4.30, wanted is 3.5.13 or later",
    ]);
  });

  it("says of what comes from the cache whether it was built or installed", () => {
    const found = { path: "/c/bin/checkov", origin: "cache", version: "3.3.30" } as const;
    const lines = listLines(
      { locations: [{ tool: "checkov", found, refused: [] }], missing: [], missingAssets: [] },
      { milliseconds: 0, diskBytes: 0 },
    );
    expect(lines).to.deep.equal(["checkov  3.3.30    /c/bin/checkov (installed here)"]);
  });

  it("ends with what is missing and what building it takes", () => {
    const lines = listLines(
      {
        locations: [etcd, { tool: "kwok", refused: [] }],
        missing: ["kwok"],
        missingAssets: ["kwok-stages"],
      },
      { milliseconds: 325_000, diskBytes: 5e9 },
    );
    expect(lines.slice(2)).to.deep.equal([
      "kwok  missing",
      "",
      "Missing: kwok, kwok-stages.",
      "`npm run toolchain -- build` makes them in about 5 min 25 s on two cores; meanwhile it takes 5.0 GB of disk.",
    ]);
  });
});

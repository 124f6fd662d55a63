import { expect } from "chai";
import { viewOf } from "../../../demo/live/model";
import { terminalLines } from "../../../demo/live/terminal";
import { BEGAN_AT, REGIONS, sampleShow } from "./sample-show";

describe("the live picture in the terminal", () => {
  it("shows in words and numbers what the page shows", () => {
    expect(terminalLines(viewOf(REGIONS, sampleShow(), BEGAN_AT + 90_000))).to.deep.equal([
      "eu-west-1 has failed; the others are healthy.",
      "",
      "REGION          STATE            SUCCESS  P95     REQUESTS/S",
      "us-east-1       healthy          100.0 %  148 ms  20",
      "eu-west-1       KILLED 30 s ago  -        -       0",
      "ap-southeast-1  healthy          100.0 %  71 ms   10",
      "us-west-2       healthy          100.0 %  66 ms   10",
      "",
      "ENTRY           TO us-east-1  TO eu-west-1  TO ap-southeast-1  TO us-west-2",
      "us-east-1       100 %         -             -                  -",
      "eu-west-1       63 %          -             -                  37 %",
      "ap-southeast-1  -             -             100 %              -",
      "us-west-2       -             -             -                  100 %",
      "",
      "12:00:00  A steady load: 40 requests a second.",
      "12:01:00  eu-west-1 is killed: everything in it, at once.",
      "12:01:01  1 request has failed.",
      "12:01:02  eu-west-1 is failed, say us-east-1, ap-southeast-1, us-west-2.",
      "          eu-west-1 does not answer anybody's probes.",
      "12:01:02  eu-west-1 now sends 63 % to us-east-1, 37 % to us-west-2.",
      "",
      "3600 requests, 3599 succeeded; lost: 0 repeatable, 1 others; longest wait 1.1 s",
    ]);
  });

  it("says what is not known yet", () => {
    const lines = terminalLines(viewOf(["us-east-1"], [], BEGAN_AT));
    expect(lines).to.include("us-east-1  ?      -        -    0");
    expect(lines).to.include("us-east-1  ?");
  });
});

import { expect } from "chai";
import { expressionNames } from "./expression-names";

describe("the names in an expression", () => {
  it("are its series, without functions, numbers, words and texts", () => {
    expect(
      expressionNames(
        'label_replace(rate(a_total[5m]) > 0.5 or b:c:d and NaN, "x", "y_total", "", "")',
      ).series,
    ).to.deep.equal(["a_total", "b:c:d"]);
  });

  it("are its labels, wherever they stand", () => {
    expect(
      expressionNames(
        'sum by (region, le) (a{job="{b}",status!~"x"}) / on (entry) group_left (name) c',
      ),
    ).to.deep.equal({
      series: ["a", "c"],
      labels: ["job", "status", "region", "le", "entry", "name"],
    });
  });

  it("are those of what it does not know, too", () => {
    expect(expressionNames("a atan2 b").series).to.deep.equal(["a", "atan2", "b"]);
  });
});

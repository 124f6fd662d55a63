import { expect } from "chai";
import { dashboards } from "../../dashboards/dashboards";
import { promtool } from "../monitoring/promtool";

describe("the dashboards, by Prometheus' own program,", function () {
  this.timeout(60_000);

  it("ask what Prometheus understands", async () => {
    const expressions = Object.values(dashboards).flatMap((make) =>
      [...JSON.stringify(make()).matchAll(/"expr":("(?:[^"\\]|\\.)*")/g)].map(
        ([, text = '""']) => JSON.parse(text) as string,
      ),
    );
    const rules = expressions.map((expr, index) => ({ record: `panel:${index}`, expr }));
    const said = await promtool(
      { "panels.yaml": { groups: [{ name: "panels", rules }] } },
      ...["check", "rules", "panels.yaml"],
    );
    expect(expressions).to.not.have.length(0);
    expect(said).to.contain(`SUCCESS: ${expressions.length} rules found`);
  });
});

import { expect } from "chai";
import type { Follow } from "../../../../../sandbox/live/observation/controllers/follow";
import { servedWeights } from "../../../../../sandbox/live/observation/controllers/routes";
import type { ObservedEvent } from "../../../../../sandbox/live/observation/observed-event";
import { bindingsOf } from "../../../../../routing/bindings";
import { routes } from "../../../../../routing/routes";
import { shippedProject } from "../../../../shipped-project";

const { topology } = shippedProject;
const row = { "us-east-1": 60, "eu-west-1": 40, "ap-southeast-1": 0, "us-west-2": 0 };

describe("the weights that an entry serves", () => {
  it("are read from its routes as they are written, and not from what holds no row", async () => {
    const told: ObservedEvent[] = [];
    const follow: Follow = (collection) => {
      const change = (http: unknown) => {
        const metadata = { name: "global-traffic-routing", resourceVersion: "1" };
        collection.onChange([collection.object.parse({ metadata, spec: { http } })]);
      };
      expect(collection.path).to.equal(
        "/apis/networking.istio.io/v1/namespaces/nephoran-system/virtualservices" +
          "?fieldSelector=metadata.name%3Dglobal-traffic-routing",
      );
      change(routes(topology, bindingsOf(topology, "us-east-1"), row));
      change([]);
      collection.onChange([]);
      return Promise.resolve();
    };
    const source = servedWeights({ entry: "us-east-1", topology, follow }, () => 7);
    await source((event) => told.push(event), new AbortController().signal);
    expect(told).to.deep.equal([{ type: "weights", at: 7, entry: "us-east-1", weights: row }]);
  });
});

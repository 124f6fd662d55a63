import { expect } from "chai";
import { GlobalRoutes } from "../../../../services/traffic-controller/cluster/global-routes";
import { ScriptedApi } from "./scripted-api";

const name = { namespace: "nephoran-system", name: "global-traffic-routing" };
const path =
  "/apis/networking.istio.io/v1/namespaces/nephoran-system/virtualservices/global-traffic-routing";
const bounds = { timeoutMs: 1, signal: new AbortController().signal };

describe("the global routes", () => {
  it("are applied as spec.http alone, and only over the version that was read", async () => {
    const api = new ScriptedApi([{ metadata: { resourceVersion: "12" } }]);
    const onlyIf = (): boolean => true;
    const version = await new GlobalRoutes(api, name).apply([], "11", bounds, onlyIf);
    expect(version).to.equal("12");
    expect(api.asked).to.deep.equal([
      {
        method: "PATCH",
        path: `${path}?fieldManager=traffic-controller&force=true`,
        contentType: "application/apply-patch+yaml",
        body: {
          apiVersion: "networking.istio.io/v1",
          kind: "VirtualService",
          metadata: { ...name, resourceVersion: "11" },
          spec: { http: [] },
        },
        onlyIf,
      },
    ]);
  });

  it("are read with whatever else is there", async () => {
    const object = {
      metadata: { resourceVersion: "1", uid: "u", labels: {} },
      spec: { hosts: ["a"], http: [{ anything: true }] },
    };
    const api = new ScriptedApi([object]);
    expect(await new GlobalRoutes(api, name).read(bounds)).to.deep.equal(object);
    expect(api.asked).to.deep.equal([{ method: "GET", path }]);
  });
});

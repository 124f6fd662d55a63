import { expect } from "chai";
import { Nodes } from "../../../../sandbox/live/pods/nodes";

describe("the nodes of a region", () => {
  const node = (name: string, address: string) => ({
    metadata: { name },
    status: {
      addresses: [
        { type: "Hostname", address: name },
        { type: "InternalIP", address },
      ],
    },
  });

  function nodesAt(items: unknown[]) {
    let lists = 0;
    const call = () => {
      lists += 1;
      return Promise.resolve({ items });
    };
    return { nodes: new Nodes({ call }), lists: () => lists };
  }

  it("are found by name and by address, and listed once for all who ask", async () => {
    const { nodes, lists } = nodesAt([node("a", "10.1.0.1"), node("b", "10.1.0.2")]);
    expect(await Promise.all([nodes.addressOf("a"), nodes.addressOf("b")])).to.deep.equal([
      "10.1.0.1",
      "10.1.0.2",
    ]);
    expect(await nodes.nodeAt("10.1.0.2")).to.equal("b");
    expect(lists()).to.equal(1);
  });

  it("are listed anew for one that is not known yet", async () => {
    const items = [node("a", "10.1.0.1")];
    const { nodes } = nodesAt(items);
    expect(await nodes.nodeAt("10.1.0.2")).to.equal(undefined);
    items.push(node("b", "10.1.0.2"));
    expect(await nodes.nodeAt("10.1.0.2")).to.equal("b");
    expect(await nodes.names()).to.deep.equal(["a", "b"]);
  });
});

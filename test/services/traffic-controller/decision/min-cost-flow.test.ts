import { expect } from "chai";
import { FlowNetwork } from "../../../../services/traffic-controller/decision/min-cost-flow";

const MOST_NODES = 17;

const noFans = { origins: [], width: 0 };

/** What goes by each arc. */
const flowsOf = (network: FlowNetwork, arcs: readonly number[]): number[] =>
  arcs.map((arc) => {
    const amounts = new Array<number>(MOST_NODES).fill(0);
    network.addArrivals(arc, arc + 1, amounts);
    return amounts.reduce((sum, one) => sum + one, 0);
  });

describe("the cheapest flow", () => {
  it("uses the cheap way as far as it goes, then the dear one", () => {
    const [source, near, far, sink] = [0, 1, 2, 3];
    const network = new FlowNetwork(4, noFans, 4);
    const toNear = network.add(source, near, 100, 1);
    const toFar = network.add(source, far, 100, 5);
    const fromNear = network.add(near, sink, 30, 0);
    const fromFar = network.add(far, sink, 100, 0);
    network.hangBy(toFar, 50);
    network.hangBy(fromFar, 50);
    network.hangBy(fromNear, 0);
    network.minimise(sink);
    expect(flowsOf(network, [toNear, toFar, fromNear, fromFar])).to.deep.equal([30, 20, 30, 20]);
  });

  it("tells how much dearer a way is than what is used", () => {
    const [source, near, far, sink] = [0, 1, 2, 3];
    const network = new FlowNetwork(4, noFans, 4);
    const toNear = network.add(source, near, 100, 1);
    const toFar = network.add(source, far, 100, 5);
    network.hangBy(toNear, 10);
    network.hangBy(network.add(near, sink, 30, 0), 10);
    network.hangBy(network.add(far, sink, 100, 2), 0);
    network.minimise(sink);
    expect([network.excess(toNear), network.excess(toFar)]).to.deep.equal([0, 6]);
  });

  it("takes back what has been filled, to make room for whoever needs it more", () => {
    // One may go anywhere, the other only here.
    const [one, other, here, there, sink] = [0, 1, 2, 3, 4];
    const network = new FlowNetwork(5, noFans, 6);
    const stay = network.add(one, here, 10, 0);
    const leave = network.add(one, there, Infinity, 1);
    const need = network.add(other, here, Infinity, 0);
    const room = network.add(here, sink, 10, 0);
    const tooMuch = network.add(here, sink, Infinity, 100);
    const plenty = network.add(there, sink, Infinity, 0);
    network.fill(stay);
    network.hangBy(leave, 0);
    network.hangBy(need, 8);
    network.fill(room);
    network.hangBy(tooMuch, 8);
    network.hangBy(plenty, 0);
    network.minimise(sink);
    expect(flowsOf(network, [tooMuch, stay, leave, need, room])).to.deep.equal([0, 2, 8, 8, 10]);
  });

  it("ends where many ways cost the same", () => {
    const eight = [0, 1, 2, 3, 4, 5, 6, 7];
    const sink = 16;
    const network = new FlowNetwork(17, noFans, 80);
    const ways = eight.map((entry) =>
      eight.map((region) => network.add(8 + entry, region, Infinity, 1)),
    );
    const rooms = eight.map((region) => network.add(region, sink, 10, 0));
    const overflow = eight.map((region) => network.add(region, sink, Infinity, 9));
    for (const row of ways) network.hangBy(row[0] ?? 0, 10);
    network.fill(rooms[0] ?? 0);
    network.hangBy(overflow[0] ?? 0, 70);
    for (const arc of rooms.slice(1)) network.hangBy(arc, 0);
    network.minimise(sink);
    expect(flowsOf(network, rooms)).to.deep.equal(rooms.map(() => 10));
  });

  it("uses fans, whose arcs are closed until they are opened", () => {
    // Nodes 0 to 2 are where the fans of 3 and 4 lead; all go on to 5.
    const sink = 5;
    const network = new FlowNetwork(6, { origins: [3, 4], width: 3 }, 6);
    const [far, other] = [0, 3];
    network.open(0, [5, 1, Infinity]);
    network.open(1, [3, Infinity, Infinity]);
    network.hangBy(far, 10);
    network.hangBy(other, 4);
    const rooms = [0, 1, 2].map((node) => network.add(node, sink, 10, 0));
    const overflow = network.add(far, sink, Infinity, 100);
    network.fill(rooms[0] ?? 0);
    network.hangBy(overflow, 4);
    network.hangBy(rooms[1] ?? 0, 0);
    network.hangBy(rooms[2] ?? 0, 0);
    network.minimise(sink);
    expect(network.size).to.equal(10);
    expect(flowsOf(network, [0, 1, 2, 3, 4, 5])).to.deep.equal([0, 10, 0, 4, 0, 0]);
    expect(network.excess(2)).to.equal(Infinity);
  });
});

import { expect } from "chai";
import {
  fill,
  FlowArc,
  FlowNode,
  hangBy,
  minimumCostFlow,
} from "../../../../services/traffic-controller/decision/min-cost-flow";

describe("the cheapest flow", () => {
  it("uses the cheap way as far as it goes, then the dear one", () => {
    const [source, near, far, sink] = [
      new FlowNode(),
      new FlowNode(),
      new FlowNode(),
      new FlowNode(),
    ];
    const toNear = new FlowArc(source, near, 100, 1);
    const toFar = new FlowArc(source, far, 100, 5);
    const fromNear = new FlowArc(near, sink, 30, 0);
    const fromFar = new FlowArc(far, sink, 100, 0);
    hangBy(toFar, 50);
    hangBy(fromFar, 50);
    hangBy(fromNear, 0);
    minimumCostFlow(sink, [toNear, toFar, fromNear, fromFar]);
    expect([toNear, toFar, fromNear, fromFar].map(({ flow }) => flow)).to.deep.equal([
      30, 20, 30, 20,
    ]);
  });

  it("takes back what has been filled, to make room for whoever needs it more", () => {
    // One may go anywhere, the other only here.
    const [one, other, here, there, sink] = [1, 2, 3, 4, 5].map(() => new FlowNode());
    if (!one || !other || !here || !there || !sink) throw new Error("no nodes");
    const stay = new FlowArc(one, here, 10, 0);
    const leave = new FlowArc(one, there, Infinity, 1);
    const need = new FlowArc(other, here, Infinity, 0);
    const room = new FlowArc(here, sink, 10, 0);
    const tooMuch = new FlowArc(here, sink, Infinity, 100);
    const plenty = new FlowArc(there, sink, Infinity, 0);
    fill(stay);
    hangBy(leave, 0);
    hangBy(need, 8);
    fill(room);
    hangBy(tooMuch, 8);
    hangBy(plenty, 0);
    minimumCostFlow(sink, [stay, leave, need, room, tooMuch, plenty]);
    expect(tooMuch.flow).to.equal(0);
    expect([stay.flow, leave.flow, need.flow, room.flow]).to.deep.equal([2, 8, 8, 10]);
  });

  it("ends where many ways cost the same", () => {
    const sink = new FlowNode();
    const regions = Array.from({ length: 8 }, () => new FlowNode());
    const entries = Array.from({ length: 8 }, () => new FlowNode());
    const rooms = regions.map((region) => new FlowArc(region, sink, 10, 0));
    const overflow = regions.map((region) => new FlowArc(region, sink, Infinity, 9));
    const ways = entries.map((entry) =>
      regions.map((region) => new FlowArc(entry, region, Infinity, 1)),
    );
    ways.forEach((row) => {
      row.slice(0, 1).forEach((way) => {
        hangBy(way, 10);
      });
    });
    rooms.slice(0, 1).forEach(fill);
    overflow.slice(0, 1).forEach((arc) => {
      hangBy(arc, 70);
    });
    rooms.slice(1).forEach((arc) => {
      hangBy(arc, 0);
    });
    minimumCostFlow(sink, [...ways.flat(), ...rooms, ...overflow]);
    expect(rooms.map(({ flow }) => flow)).to.deep.equal(rooms.map(() => 10));
  });
});

import { expect } from "chai";
import { networkGraph } from "../../network/graph";
import { policy } from "./samples";

describe("a NetworkPolicy in a network graph", () => {
  const refused: [string, object, RegExp][] = [
    [
      "a field that nobody here knows",
      { podSelector: {}, priority: 1 },
      /NetworkPolicy n\/p .*\n.*priority/,
    ],
    [
      "an endPort below its port",
      { podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 79 }] }] },
      /endPort needs a port/,
    ],
    [
      "an endPort after a name",
      { podSelector: {}, ingress: [{ ports: [{ port: "http", endPort: 80 }] }] },
      /endPort needs a port/,
    ],
    [
      "an empty peer",
      { podSelector: {}, ingress: [{ from: [{}] }] },
      /NetworkPolicy n\/p cannot be read[^]*spec.ingress\[0\].from/,
    ],
    [
      "an address that is none",
      { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0" } }] }] },
      /spec.egress\[0\].to/,
    ],
  ];
  for (const [what, spec, message] of refused) {
    it(`is refused with ${what}`, () => {
      expect(() => networkGraph([policy("n", "p", spec)])).to.throw(message);
    });
  }
});

import { expect } from "chai";
import fc from "fast-check";
import { condensed, type Connection, connections } from "../../network/connections";
import { covers, type Endpoint } from "../../network/peers";
import { intersection, isEmpty, portRange, type PortSet, protocols } from "../../network/ports";
import type { Workload } from "../../network/workloads";
import { egress, ingress, type Pod, type Probe } from "./reference";
import { objectsOf, probes, stranger, world } from "./worlds";

const has = (ports: PortSet, probe: Probe): boolean => {
  const protocol = protocols.find((one) => one === probe.protocol) ?? "TCP";
  return !isEmpty(intersection(ports, portRange(protocol, probe.port)));
};

/** The probes that any of the sets has. */
const among = (sets: readonly PortSet[]): Probe[] =>
  probes.filter((probe) => sets.some((ports) => has(ports, probe)));

const opened = (some: readonly Connection[]): Probe[] =>
  among(some.flatMap(({ ways }) => ways.map(({ ports }) => ports)));

const isPod = (end: Endpoint, index: number): boolean =>
  end.kind === "workload" && end.name === `w${index}`;

const asWorkload = (pod: Pod): Workload => ({ ...pod, kind: "workload", name: "", namedPorts: [] });

describe("the connections that policies allow", () => {
  it("are, between rendered pods, those that a reading of the policies pod by pod finds", () => {
    const answers = new Set<string>();
    fc.assert(
      fc.property(world, (one) => {
        const all = connections(objectsOf(one));
        for (const [i, from] of one.pods.entries()) {
          for (const [j, to] of one.pods.entries()) {
            const tried = probes.map((probe) => ({
              probe,
              out: egress(one.policies, from, to, probe),
              into: ingress(one.policies, from, to, probe),
            }));
            for (const { out, into } of tried) answers.add(`${out}, ${into}`);
            const where = (holds: (said: (typeof tried)[number]) => boolean): Probe[] =>
              tried.filter(holds).map(({ probe }) => probe);

            const between = all.filter((c) => isPod(c.from, i) && isPod(c.to, j));
            const half = between.flatMap(({ halfOpen }) => halfOpen);
            const halfOpen = (open: string): Probe[] =>
              among(half.filter(({ direction }) => direction === open).map(({ ports }) => ports));
            expect({
              open: opened(between),
              egressAlone: halfOpen("egress"),
              ingressAlone: halfOpen("ingress"),
            }).to.deep.equal({
              open: where(({ out, into }) => out !== "refused" && into !== "refused"),
              egressAlone: where(({ out, into }) => out === "meant" && into === "refused"),
              ingressAlone: where(({ out, into }) => out === "refused" && into === "meant"),
            });
          }
        }
      }),
      { numRuns: 400 },
    );
    // Otherwise the worlds are too poor to tell anything.
    expect([...answers]).to.include.members([
      "meant, meant",
      "meant, refused",
      "refused, meant",
      "refused, not isolated",
      "not isolated, refused",
      "admitted, admitted",
    ]);
  });

  it("say of whoever is not rendered exactly what the rendered end lets through", () => {
    fc.assert(
      fc.property(world, stranger, (one, foreign) => {
        const all = connections(objectsOf(one));
        const isForeign = (end: Endpoint): boolean =>
          end.kind !== "workload" && covers(end, asWorkload(foreign));
        for (const [index, pod] of one.pods.entries()) {
          const incoming = all.filter((c) => isForeign(c.from) && isPod(c.to, index));
          const outgoing = all.filter((c) => isPod(c.from, index) && isForeign(c.to));
          expect([opened(incoming), opened(outgoing)]).to.deep.equal([
            probes.filter((probe) => ingress(one.policies, foreign, pod, probe) !== "refused"),
            probes.filter((probe) => egress(one.policies, pod, foreign, probe) !== "refused"),
          ]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("are all still there when they are condensed", () => {
    const includes = (outer: Endpoint, inner: Endpoint): boolean =>
      outer === inner || (outer.kind !== "workload" && covers(outer, inner));
    fc.assert(
      fc.property(world, (one) => {
        const all = connections(objectsOf(one));
        const fewer = condensed(all);
        for (const connection of all) {
          const around = fewer.filter(
            ({ from, to }) => includes(from, connection.from) && includes(to, connection.to),
          );
          expect(opened(around)).to.include.members(opened([connection]));
        }
      }),
      { numRuns: 100 },
    );
  });
});

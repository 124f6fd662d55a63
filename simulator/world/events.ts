import { type Circumstances, circumstances } from "../faults/circumstances";
import { type Fault, spells } from "../faults/fault";
import type { Seeded } from "../seeded";
import type { Agenda } from "./agenda";
import type { ApiServer } from "./api-server";
import type { Replica } from "./replica";

/** Whom faults befall. */
export interface Befallen {
  readonly names: readonly string[];
  readonly apis: readonly ApiServer[];
  readonly replicas: readonly (readonly Replica[])[];
}

/** Makes the faults of a world begin and end. */
export class Events {
  now: Circumstances;
  private readonly present = new Set<Fault>();
  /** Which replica a fault has hit, so that the same one goes on after it. */
  private readonly hit = new Map<Fault, Replica>();

  constructor(
    private readonly befallen: Befallen,
    private readonly agenda: Agenda,
    private readonly random: Seeded,
    faults: readonly Fault[],
  ) {
    this.now = circumstances(befallen.names, []);
    for (const fault of faults) this.note(fault);
  }

  private note(fault: Fault): void {
    for (const { from, until } of spells(fault)) {
      this.agenda.after(from * 1_000, () => {
        this.begin(fault);
      });
      if (until === from) continue;
      this.agenda.after(until * 1_000, () => {
        this.end(fault);
      });
    }
  }

  private begin(fault: Fault): void {
    switch (fault.kind) {
      case "kill":
      case "pause": {
        const replica = this.replicaOf(fault);
        if (replica === undefined) return;
        this.hit.set(fault, replica);
        const strike = (): void => {
          if (fault.kind === "kill") replica.kill();
          else replica.pause();
        };
        if (fault.moment === "now") strike();
        else replica.lieInWait(fault.moment, strike);
        return;
      }
      case "clock":
        this.replicaOf(fault)?.clock.step(fault.stepMs);
        return;
      case "edit":
        this.befallen.apis[this.befallen.names.indexOf(fault.region)]?.edit(fault.weights);
        return;
      case "outage":
      case "brown-out":
      case "demand":
      case "partition":
      case "isolation":
      case "prometheus":
      case "api":
      case "drain":
      case "exclude":
      case "pin":
      case "freeze":
        this.present.add(fault);
        this.takeStock();
    }
  }

  private end(fault: Fault): void {
    if (fault.kind !== "kill" && fault.kind !== "pause") {
      this.present.delete(fault);
      this.takeStock();
      return;
    }
    const replica = this.hit.get(fault);
    replica?.giveUpWaiting();
    replica?.wake();
    // A container that starts again keeps its name; a new pod has a new one.
    const isNewPod = this.random.chance(0.5);
    if (replica !== undefined && replica.controller === undefined) {
      replica.start(isNewPod ? `${replica.options.identity}-after-${fault.at}` : undefined);
    }
  }

  private takeStock(): void {
    this.now = circumstances(this.befallen.names, [...this.present]);
    this.befallen.apis.forEach((api, region) => {
      const trouble = this.now.regions[region]?.api;
      if (trouble === undefined && api.trouble !== undefined) api.fineSinceMs = this.agenda.nowMs;
      api.trouble = trouble;
    });
  }

  private replicaOf({
    region,
    replica,
  }: Extract<Fault, { readonly replica: unknown }>): Replica | undefined {
    const all = this.befallen.replicas[this.befallen.names.indexOf(region)] ?? [];
    return replica === "leader" ? (all.find((it) => it.isLeading) ?? all[0]) : all[replica];
  }
}

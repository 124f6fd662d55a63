import { PodError } from "./failure";

/** Pods that really run have `10.(index+1).253.2` to `.254`; `.1` is the region's DNS. */
const FIRST = 2;
const LAST = 254;

const rangeOf = (regionIndex: number): string => `10.${String(regionIndex + 1)}.253.`;

/** Which of a region's addresses are in use, and by whom. */
export class Addresses {
  private readonly taken = new Map<string, string>();

  constructor(private readonly regionIndex: number) {}

  /**
   * The pod's address: what it had before where that is free, else the lowest one.
   *
   * @throws PodError `no-address`.
   */
  take(uid: string, before: string | undefined): string {
    const prefix = rangeOf(this.regionIndex);
    for (const [address, owner] of this.taken) if (owner === uid) return address;
    const wanted = before?.startsWith(prefix) && !this.taken.has(before) ? [before] : [];
    const all = Array.from({ length: LAST - FIRST + 1 }, (_, n) => `${prefix}${String(FIRST + n)}`);
    const free = [...wanted, ...all].find((address) => !this.taken.has(address));
    if (free === undefined) {
      throw new PodError("no-address", `no address of ${prefix}0/24 is left: delete some pods`);
    }
    this.taken.set(free, uid);
    return free;
  }

  /** Gives an address back. */
  release(uid: string): void {
    for (const [address, owner] of this.taken) if (owner === uid) this.taken.delete(address);
  }
}

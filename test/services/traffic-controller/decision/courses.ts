import type { Course } from "../../../../services/traffic-controller/decision/course";
import type { Permits } from "../../../../services/traffic-controller/decision/permits";

type Placed = Extract<Course, { kind: "placed" }>;

/** Permits of an entry that may send to all of so many regions, but for what is said otherwise. */
export const permitsFor =
  (regions: number) =>
  (more: Partial<Permits> = {}): Permits => ({
    allowed: Array<boolean>(regions).fill(true),
    open: Array<boolean>(regions).fill(true),
    held: Array<boolean>(regions).fill(false),
    hasChoice: true,
    ...more,
  });

/** The course of an entry that is placed by cost and may move a step, but for what is said otherwise. */
export const placedWith =
  (permits: Permits) =>
  (more: Partial<Placed> = {}): Placed => ({
    kind: "placed",
    permits,
    outside: 0,
    movable: 20,
    isStuck: false,
    mustMove: false,
    ...more,
  });

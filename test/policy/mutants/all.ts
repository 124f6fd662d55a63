import { accessMutants } from "./access";
import { costMutants } from "./cost";
import { meshMutants } from "./mesh";
import type { Mutant } from "./mutant";
import { podsMutants } from "./pods";
import { residencyMutants } from "./residency";
import { routesMutants } from "./routes";

/** Every mutant of every family. */
export const mutants: readonly Mutant[] = [
  ...residencyMutants,
  ...routesMutants,
  ...meshMutants,
  ...podsMutants,
  ...accessMutants,
  ...costMutants,
];

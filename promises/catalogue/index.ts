import type { Area } from "../promise";
import { architecture } from "./architecture";
import { configuration } from "./configuration";
import { monitoring } from "./monitoring";
import { operations } from "./operations";
import { quickStart } from "./quick-start";
import { regions } from "./regions";
import { security } from "./security";
import { state } from "./state";
import { targets } from "./targets";
import { testing } from "./testing";
import { traffic } from "./traffic";
import { troubleshooting } from "./troubleshooting";

/** Everything that is promised, in the order of the page. */
export const catalogue: readonly Area[] = [
  architecture,
  quickStart,
  regions,
  configuration,
  traffic,
  security,
  monitoring,
  state,
  testing,
  troubleshooting,
  operations,
  targets,
];

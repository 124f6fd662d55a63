import { join } from "node:path";
import type { ComponentDefinition, RegionContext } from "./component";
import { componentKubeconfig } from "./controller";
import { httpsProbe } from "./health";
import { portOf } from "./ports";
import { REGION_FILE_NAMES } from "./state-files";

/** Program of the stand-in. */
const MAIN = join(__dirname, "..", "cockroachdb", "main.mjs");

/** Says, beside the folders of all regions, that their state store has been initialised. */
const INITIALISED = "../cockroachdb-initialised";

/**
 * Stands in for CockroachDB where its pods do not run: keeps them unready until somebody has
 * initialised the cluster, so that what is deployed in the wrong order is seen to wait for ever.
 */
export const cockroachdb: ComponentDefinition = {
  process: (context) => ({
    name: "cockroachdb",
    command: process.execPath,
    workingDirectory: context.files.folder,
    environment: {},
    args: [
      MAIN,
      // It does, as KWOK does, what kubelets would.
      componentKubeconfig("kwok"),
      INITIALISED,
      String(healthPort(context)),
      REGION_FILE_NAMES.servingCertificate,
      REGION_FILE_NAMES.servingKey,
      // A pod runner says itself how its pods are.
      ...(context.realImages === undefined ? [] : ["idle"]),
    ],
  }),
  probe: (context) => httpsProbe(context, healthPort(context), "/healthz"),
};

const healthPort = ({ plan }: Pick<RegionContext, "plan">): number =>
  portOf(plan.portBase, plan.index, "cockroachdb");

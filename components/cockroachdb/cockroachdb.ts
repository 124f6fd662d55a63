import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import type { Peers } from "../../outputs/peers";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";
import type { RegionalSecrets } from "../regional-secrets/regional-secrets";
import { typeTokens } from "../type-tokens";
import { networkAllows } from "../workload/network-allow";
import { workloadAllows } from "../workload/workload-allows";
import { selectorOf } from "../workload/workload";
import { egressToSql, nodeAllows, nodesToRegions } from "./allows";
import { cockroachCertificates } from "./certificates";
import { existingHost } from "./existing-host";
import { setUpJobs } from "./jobs/jobs";
import { setUp } from "./jobs/plan";
import { COCKROACHDB, COCKROACHDB_PORTS, PUBLIC_SERVICE, SETUP } from "./names";
import { type InstalledCockroachdb, nodes } from "./nodes/nodes";
import { nodeServices } from "./nodes/services";
import { passthrough } from "./passthrough";

/** The part of the configuration that the state store depends on, and the other regions. */
export interface CockroachDbArgs extends Pick<
  ProgramConfig,
  "topology" | "region" | "release" | "cockroachdb" | "cockroachCertificates" | "protectStorage"
> {
  readonly peers: Peers;
  /** Whether the region has been deployed before. */
  readonly wasDeployed: boolean;
  readonly secrets: RegionalSecrets;
}

/**
 * The region's part of the state store: one cluster of CockroachDB across all regions. Its nodes keep
 * what the region says and hears of others; a region that is cut off keeps what its own zone says.
 */
export class CockroachDb extends pulumi.ComponentResource {
  /** Where clients in the region find SQL. */
  readonly sqlHost: string;
  /** TCP. */
  readonly sqlPort = COCKROACHDB_PORTS.sql;

  /** @param opts orders it after the mesh, which has the definitions. */
  constructor(name: string, args: CockroachDbArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.CockroachDb, name, {}, opts);
    const { region, cockroachdb, secrets } = args;
    const child = { parent: this };
    const steps = setUp(args);

    cockroachCertificates(name, args, child);
    const before =
      cockroachdb.mode === "install"
        ? this.install(name, args, cockroachdb)
        : existingHost(name, region, cockroachdb.host, child);
    const policies =
      steps.waitsForNodes || steps.scripts.length > 0
        ? networkAllows(
            {
              workload: SETUP,
              namespace: namespaces.global,
              labels: regionLabels(region),
              selector: selectorOf(SETUP),
              allows: [egressToSql(SETUP, cockroachdb)],
            },
            child,
          )
        : [];
    const [host, full] =
      cockroachdb.mode === "install"
        ? [PUBLIC_SERVICE, `${PUBLIC_SERVICE}.${namespaces.global}.svc`]
        : [cockroachdb.host, cockroachdb.host];
    setUpJobs(
      name,
      {
        ...args,
        ...{ setUp: steps, host, checksumKey: secrets.checksumKey },
        after: [...before, ...policies],
      },
      child,
    );

    this.sqlHost = full;
    this.registerOutputs({ sqlHost: full });
  }

  /** Nodes of the region's own, and how they are reached. */
  private install(
    name: string,
    args: CockroachDbArgs,
    cockroachdb: InstalledCockroachdb,
  ): pulumi.Resource[] {
    const child = { parent: this };
    const { region } = args;
    const allowed = {
      workload: COCKROACHDB,
      namespace: namespaces.global,
      labels: { ...regionLabels(region), "app.kubernetes.io/name": COCKROACHDB },
      selector: selectorOf(COCKROACHDB),
    };
    const after = [
      ...workloadAllows(
        { ...allowed, region: region.name, allows: nodeAllows(cockroachdb.backup) },
        child,
      ),
      ...networkAllows({ ...allowed, allows: [nodesToRegions] }, child),
      ...nodeServices(name, region, child),
      ...passthrough(name, args, child),
    ];
    return [...after, nodes(name, { ...args, cockroachdb, after }, child)];
  }
}

import type { Rule } from "../rule";
import { admissionInstalled } from "./admission-installed";
import { boundHostEndpoints } from "./bound-host-endpoints";
import { boundHostIdentities } from "./bound-host-identities";
import { boundObjectsStay } from "./bound-objects-stay";
import { boundRoutes } from "./bound-routes";
import { bucketPlaces } from "./bucket-places";
import { caNameConstraints } from "./ca-name-constraints";
import { chartChildren } from "./chart-children";
import { cloudPlaces } from "./cloud-places";
import { databaseLocalities } from "./database-localities";
import { databaseLogins } from "./database-logins";
import { databaseLogs } from "./database-logs";
import { databaseRegions } from "./database-regions";
import { databaseSurvival } from "./database-survival";
import { databaseTargets } from "./database-targets";
import { edgeFilter } from "./edge-filter";
import { egressDenied } from "./egress-denied";
import { egressHosts } from "./egress-hosts";
import { egressNetworks } from "./egress-networks";
import { endpointLabels } from "./endpoint-labels";
import { gatewayHosts } from "./gateway-hosts";
import { metricsUnread } from "./metrics-unread";
import { misdirectedRefused } from "./misdirected-refused";
import { misdirectedUnlogged } from "./misdirected-unlogged";
import { nodePlacement } from "./node-placement";
import { outboundRegistryOnly } from "./outbound-registry-only";
import { personalColumns } from "./personal-columns";
import { publishedHosts } from "./published-hosts";
import { readerCredentials } from "./reader-credentials";
import { registries } from "./registries";
import { remoteSecrets } from "./remote-secrets";
import { remoteWriteLabels } from "./remote-write-labels";
import { remoteWriteSeries } from "./remote-write-series";
import { remoteWriteTargets } from "./remote-write-targets";
import { replicatedSecrets } from "./replicated-secrets";
import { stackReferences } from "./stack-references";
import { synchronizerScope } from "./synchronizer-scope";
import { telemetryTargets } from "./telemetry-targets";
import { tenantsStay } from "./tenants-stay";
import { trustDomain } from "./trust-domain";
import { volumesStay } from "./volumes-stay";
import { zoneCertificates } from "./zone-certificates";
import { zoneClaims } from "./zone-claims";
import { zoneCredentials } from "./zone-credentials";
import { zoneDatabaseExists } from "./zone-database-exists";

/** In the order in which they are reported. */
const demands: readonly Rule[] = [
  boundObjectsStay,
  tenantsStay,
  stackReferences,
  remoteSecrets,
  readerCredentials,
  zoneCredentials,
  remoteWriteSeries,
  remoteWriteLabels,
  remoteWriteTargets,
  metricsUnread,
  endpointLabels,
  boundHostEndpoints,
  boundHostIdentities,
  boundRoutes,
  misdirectedRefused,
  gatewayHosts,
  zoneCertificates,
  publishedHosts,
  zoneClaims,
  egressHosts,
  egressNetworks,
  outboundRegistryOnly,
  telemetryTargets,
  trustDomain,
  caNameConstraints,
  databaseLocalities,
  databaseRegions,
  databaseSurvival,
  databaseTargets,
  databaseLogins,
  databaseLogs,
  personalColumns,
  bucketPlaces,
  cloudPlaces,
  volumesStay,
  nodePlacement,
  registries,
  synchronizerScope,
  replicatedSecrets,
  egressDenied,
  edgeFilter,
  misdirectedUnlogged,
  zoneDatabaseExists,
  chartChildren,
];

/** Rules of this family, in the order in which they are reported. */
export const residencyRules: readonly Rule[] = [...demands, admissionInstalled(demands)];

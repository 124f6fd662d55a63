import { gatewayEncrypted } from "../mesh/gateway-encrypted";
import { gatewayTlsVersion } from "../mesh/gateway-tls-version";
import { noNodePorts } from "../mesh/no-node-ports";
import { noPortHole } from "../mesh/no-port-hole";
import { noZonePassthrough } from "../mesh/no-zone-passthrough";
import { ownPassthrough } from "../mesh/own-passthrough";
import { strictMtls } from "../mesh/strict-mtls";
import { boundHostEndpoints } from "../residency/bound-host-endpoints";
import { boundHostIdentities } from "../residency/bound-host-identities";
import { boundObjectsStay } from "../residency/bound-objects-stay";
import { boundRoutes } from "../residency/bound-routes";
import { egressNetworks } from "../residency/egress-networks";
import { endpointLabels } from "../residency/endpoint-labels";
import { gatewayHosts } from "../residency/gateway-hosts";
import { misdirectedRefused } from "../residency/misdirected-refused";
import { outboundRegistryOnly } from "../residency/outbound-registry-only";
import { publishedHosts } from "../residency/published-hosts";
import { readerCredentials } from "../residency/reader-credentials";
import { remoteSecrets } from "../residency/remote-secrets";
import { tenantsStay } from "../residency/tenants-stay";
import { zoneClaims } from "../residency/zone-claims";
import { zoneCredentials } from "../residency/zone-credentials";
import { routesRules } from "../routes/rules";
import type { Rule } from "../rule";

/**
 * The rules that an API server can be told of, in the order of all rules. A region's program loads
 * these alone: it takes a moment less to start than with all of them.
 */
export const admissionRules: readonly Rule[] = [
  boundObjectsStay,
  tenantsStay,
  remoteSecrets,
  readerCredentials,
  zoneCredentials,
  endpointLabels,
  boundHostEndpoints,
  boundHostIdentities,
  boundRoutes,
  misdirectedRefused,
  gatewayHosts,
  publishedHosts,
  zoneClaims,
  egressNetworks,
  outboundRegistryOnly,
  ...routesRules,
  strictMtls,
  noPortHole,
  gatewayEncrypted,
  gatewayTlsVersion,
  noNodePorts,
  noZonePassthrough,
  ownPassthrough,
];

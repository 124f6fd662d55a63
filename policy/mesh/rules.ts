import type { Rule } from "../rule";
import { autoMtls } from "./auto-mtls";
import { callersDenied } from "./callers-denied";
import { callersNeeded } from "./callers-needed";
import { entryScope } from "./entry-scope";
import { failoverKeys } from "./failover-keys";
import { gatewayEncrypted } from "./gateway-encrypted";
import { gatewayHosts } from "./gateway-hosts";
import { gatewayTlsVersion } from "./gateway-tls-version";
import { injectionOn } from "./injection-on";
import { injectorFailsClosed } from "./injector-fails-closed";
import { knownFilters } from "./known-filters";
import { listedLoadBalancers } from "./listed-load-balancers";
import { mtlsEverywhere } from "./mtls-everywhere";
import { namedCallers } from "./named-callers";
import { networksDenied } from "./networks-denied";
import { networksExplained } from "./networks-explained";
import { networksNarrow } from "./networks-narrow";
import { noExternalNames } from "./no-external-names";
import { noInboundBypass } from "./no-inbound-bypass";
import { noNodePorts } from "./no-node-ports";
import { noOptOut } from "./no-opt-out";
import { noOutboundBypass } from "./no-outbound-bypass";
import { noPlainDestinations } from "./no-plain-destinations";
import { noPortHole } from "./no-port-hole";
import { noWorldNetworks } from "./no-world-networks";
import { noZoneAlias } from "./no-zone-alias";
import { noZonePassthrough } from "./no-zone-passthrough";
import { outlierDetection } from "./outlier-detection";
import { ownPassthrough } from "./own-passthrough";
import { registryOnly } from "./registry-only";
import { routeHosts } from "./route-hosts";
import { strictMtls } from "./strict-mtls";
import { tokenRules } from "./token-rules";
import { verifiedPeers } from "./verified-peers";

/** Rules of this family, in the order in which they are reported. */
export const meshRules: readonly Rule[] = [
  strictMtls,
  noPortHole,
  mtlsEverywhere,
  autoMtls,
  injectionOn,
  noOptOut,
  injectorFailsClosed,
  noInboundBypass,
  noOutboundBypass,
  noPlainDestinations,
  verifiedPeers,
  networksDenied,
  networksNarrow,
  noWorldNetworks,
  networksExplained,
  callersDenied,
  callersNeeded,
  namedCallers,
  tokenRules,
  registryOnly,
  entryScope,
  gatewayHosts,
  routeHosts,
  gatewayEncrypted,
  gatewayTlsVersion,
  listedLoadBalancers,
  noNodePorts,
  noExternalNames,
  noZoneAlias,
  noZonePassthrough,
  ownPassthrough,
  failoverKeys,
  outlierDetection,
  knownFilters,
];

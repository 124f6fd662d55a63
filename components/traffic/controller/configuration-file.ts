import type { ProgramConfig } from "../../../config/program-config";
import { certificateFacts } from "../../../pki/certificate-facts";
import { clientsIn } from "../../../pki/cockroach-clients";
import { GLOBAL_ROUTES } from "../../../routing/routes";
import type { ConfigurationFile } from "../../../services/traffic-controller/configuration/file";
import { overridesConfigMap } from "../../../services/traffic-controller/overrides/config-map";
import { GLOBAL_DATABASE } from "../../../state/databases";
import { roles } from "../../../state/roles";
import { CERTIFICATES_DIRECTORY } from "../../cockroachdb/names";
import { monitoring, PROMETHEUS_PORT, prometheusHost } from "../../monitoring/names";
import { namespaces } from "../../region-base/namespaces";
import { SIGNALS_GATEWAY_URL, TRAFFIC_CONTROLLER } from "./names";

export interface ConfigurationArgs extends Pick<
  ProgramConfig,
  | "topology"
  | "region"
  | "trafficController"
  | "prometheus"
  | "meshCa"
  | "gateway"
  | "cockroachCertificates"
> {
  /** Where SQL is found in the region. */
  readonly sql: { readonly host: string; readonly port: number };
}

/** What the region's controller is told, as it reads it. */
export function configurationFile(args: ConfigurationArgs): ConfigurationFile {
  const { region, trafficController, prometheus, sql } = args;
  const { routing, ...topology } = args.topology;
  return {
    region: region.name,
    mode: trafficController.mode,
    prometheusUrl:
      prometheus.mode === "existing"
        ? prometheus.url
        : `http://${prometheusHost(monitoring.prometheus)}:${PROMETHEUS_PORT}`,
    gatewayUrl: SIGNALS_GATEWAY_URL,
    routes: { namespace: namespaces.system, name: GLOBAL_ROUTES },
    lease: { namespace: namespaces.global, name: TRAFFIC_CONTROLLER },
    overrides: { namespace: namespaces.global, name: overridesConfigMap.name },
    failoverEvents: {
      ...sql,
      database: GLOBAL_DATABASE,
      user: roles.traffic,
      certsDir: CERTIFICATES_DIRECTORY,
    },
    certificates: certificates(args),
    ...(routing && { settings: routing }),
    topology,
  };
}

/**
 * Certificates of the region that stand in its configuration. What cert-manager or istiod issue ends
 * sooner and is renewed by them; the administrator's of the state store is meant to end within days.
 */
function certificates({
  meshCa,
  gateway,
  cockroachCertificates: state,
}: ConfigurationArgs): { name: string; notAfter: string }[] {
  const { certificate } = gateway;
  const clients =
    state?.clients === undefined
      ? []
      : clientsIn({
          cockroachClientCertificates: state.clients.certificates,
          cockroachClientKeys: state.clients.keys,
        });
  const known: readonly (readonly [name: string, pem: string | undefined])[] = [
    ["mesh-ca", meshCa?.certificate],
    ["public", certificate.from === "configuration" ? certificate.keyPair.certificate : undefined],
    ["cockroachdb-node", state?.node.certificate],
    ...clients.map(({ user, certificate: pem }) => [`cockroachdb-client-${user}`, pem] as const),
  ];
  return known.flatMap(([name, pem]) => {
    const facts = pem === undefined ? undefined : certificateFacts(pem);
    return facts === undefined ? [] : [{ name, notAfter: facts.notAfter.toISOString() }];
  });
}

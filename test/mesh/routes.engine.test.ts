import { expect } from "chai";
import { z } from "zod";
import { gatewayPrincipal, PEERS_SERVER_NAME } from "../../components/istio-mesh/names";
import { failoverHost, PEERS_PORT, regionHost } from "../../routing/hosts";
import { meshHosts } from "../../routing/tiers";
import { askEnvoy } from "../../sandbox/mesh/gateway";
import { regionNamed } from "./front-door";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { REGIONS, sharedMesh, type SharedMesh } from "./shared-mesh";

const clustersSchema = z.object({
  cluster_statuses: z.array(
    z.object({
      name: z.string(),
      host_statuses: z
        .array(
          z.object({
            address: z.object({ socket_address: z.object({ address: z.string() }).optional() }),
            // The first of them is left out where Envoy writes JSON.
            priority: z.number().default(0),
          }),
        )
        .default([]),
    }),
  ),
});

const loose = z.record(z.string(), z.unknown());
const named = z.looseObject({ name: z.string() });
const dumpSchema = z.object({
  configs: z.array(
    z.looseObject({
      dynamic_active_clusters: z.array(z.object({ cluster: named })).default([]),
      dynamic_route_configs: z
        .array(
          z.object({
            route_config: z.looseObject({
              name: z.string(),
              virtual_hosts: z
                .array(
                  z.looseObject({
                    domains: z.array(z.string()),
                    routes: z
                      .array(
                        z.looseObject({ name: z.string().optional(), route: loose.optional() }),
                      )
                      .default([]),
                  }),
                )
                .default([]),
            }),
          }),
        )
        .default([]),
    }),
  ),
});

describeMesh("Envoy, as it has understood a region's objects,", function () {
  this.timeout(20_000);

  let shared: SharedMesh;
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
  });

  const asked = async (region: string, path: string): Promise<unknown> =>
    await askEnvoy(shared.mesh.namespaces, shared.mesh.binaries.proxy, region, path);
  const dump = async (region: string) => {
    const { configs } = dumpSchema.parse(await asked(region, "config_dump"));
    return {
      clusters: configs.flatMap((config) => config.dynamic_active_clusters),
      routes: configs.flatMap((config) => config.dynamic_route_configs),
    };
  };
  const clusterOf = async (region: string, host: string) => {
    const name = `outbound|${String(PEERS_PORT)}||${host}`;
    const found = (await dump(region)).clusters.find(({ cluster }) => cluster.name === name);
    if (found === undefined) throw new Error(`Envoy of ${region} has no cluster ${name}.`);
    return found.cluster;
  };

  it("asks each region's peers in the order of the tiers", async () => {
    for (const entry of REGIONS) {
      const { cluster_statuses: clusters } = clustersSchema.parse(
        await asked(entry, "clusters?format=json"),
      );
      for (const { host, regions } of meshHosts(shared.topology, entry)) {
        const cluster = clusters.find(
          ({ name }) => name === `outbound|${String(PEERS_PORT)}||${host}`,
        );
        const running = regions.filter(({ name }) => REGIONS.some((one) => one === name));
        const expected = running.map(({ name }, priority) => {
          const { gateway } = regionNamed(shared.mesh, name);
          return { address: name === entry ? gateway.clusterIp : gateway.loadBalancer, priority };
        });
        const seen = (cluster?.host_statuses ?? [])
          .map(({ address, priority }) => ({ address: address.socket_address?.address, priority }))
          .sort((one, other) => one.priority - other.priority);
        expect(seen, `${entry}: ${host}`).to.deep.equal(expected);
      }
    }
  });

  it("has two tiers where two regions run, and one for a region by itself", () => {
    const sizes = meshHosts(shared.topology, "us-east-1").map(({ host, regions }) => [
      host,
      regions.filter(({ name }) => REGIONS.some((one) => one === name)).length,
    ]);
    expect(Object.fromEntries(sizes)).to.include({
      [failoverHost("eu-west-1")]: 2,
      [regionHost("eu-west-1")]: 1,
      [regionHost("us-west-2")]: 0,
    });
  });

  it("leaves a region at the first failure to reach it", async () => {
    const { outlier_detection: detection, ...cluster } = await clusterOf(
      "us-east-1",
      failoverHost("eu-west-1"),
    );
    expect(detection).to.include({
      interval: "1s",
      base_ejection_time: "30s",
      max_ejection_percent: 100,
      split_external_local_origin_errors: true,
      consecutive_local_origin_failure: 1,
      enforcing_consecutive_local_origin_failure: 100,
      consecutive_gateway_failure: 3,
      enforcing_consecutive_gateway_failure: 100,
    });
    expect(cluster["connect_timeout"]).to.equal("1s");
    expect(cluster["common_lb_config"]).to.deep.include({ healthy_panic_threshold: { value: 10 } });
  });

  it("speaks HTTP/2 to other gateways, and asks idle connections every second", async () => {
    const { typed_extension_protocol_options: options } = await clusterOf(
      "us-east-1",
      failoverHost("eu-west-1"),
    );
    expect(options)
      .to.have.nested.property(
        "envoy\\.extensions\\.upstreams\\.http\\.v3\\.HttpProtocolOptions.explicit_http_config",
      )
      .that.deep.equals({
        http2_protocol_options: { connection_keepalive: { interval: "1s", timeout: "1s" } },
      });
  });

  it("believes nobody but the gateways of the regions that may answer", async () => {
    for (const { host, regions } of meshHosts(shared.topology, "us-east-1")) {
      const { transport_socket: socket } = await clusterOf("us-east-1", host);
      expect(socket).to.have.nested.property("typed_config.sni", PEERS_SERVER_NAME);
      const sans = "typed_config.common_tls_context.combined_validation_context";
      expect(socket, host)
        .to.have.nested.property(`${sans}.default_validation_context.match_subject_alt_names`)
        .that.deep.equals(
          regions.map(({ name }) => ({ exact: `spiffe://${gatewayPrincipal(name)}` })),
        );
    }
  });

  it("tries again what may be repeated, and of the rest what was not sent", async () => {
    const { routes } = await dump("us-east-1");
    const hosts = routes.flatMap(({ route_config: config }) => config.virtual_hosts);
    const global = hosts.find(
      ({ domains, routes: own }) => domains.includes("nephoran.io") && own.length > 0,
    );
    const policies = (global?.routes ?? []).flatMap(({ name, route }) =>
      name === undefined || route === undefined ? [] : [[name, route["retry_policy"]] as const],
    );
    const repeatable = policies.filter(([name]) => name === "weighted-repeatable");
    const others = policies.filter(([name]) => name === "weighted");
    expect([repeatable.length, others.length]).to.deep.equal([3, 1]);
    for (const [, policy] of repeatable) {
      expect(policy).to.deep.include({
        retry_on:
          "connect-failure,refused-stream,reset-before-request,reset,retriable-status-codes",
        retriable_status_codes: [503],
        num_retries: 3,
        retry_back_off: { base_interval: "0.025s" },
      });
      expect(policy).to.have.nested.property(
        "retry_priority.name",
        "envoy.retry_priorities.previous_priorities",
      );
    }
    expect(others[0]?.[1]).to.deep.include({
      retry_on: "connect-failure,refused-stream,reset-before-request",
      num_retries: 3,
    });
  });
});

/** What a large cloud offers to keep data in place, and what does the same for a region here. */
export interface Guardrail {
  readonly cloud: "AWS" | "Azure" | "Google Cloud";
  readonly name: string;
  /** What it does there. */
  readonly does: string;
  /** Ids of the rules that do it here; none: nothing does. */
  readonly rules: readonly string[];
  /** In what way that is the same, or more, or less. */
  readonly here: string;
}

/** Their documented residency guardrails, in the order of the clouds' own pages. */
export const guardrails: readonly Guardrail[] = [
  {
    cloud: "AWS",
    name: "Region deny, with its exempted principals",
    does: "Refuses calls to services in regions that an organisation has not allowed, but for global services and named roles.",
    rules: ["residency-bound-objects-stay", "residency-tenants-stay"],
    here: "What is bound is refused wherever it does not belong, in previews and by the API server. There are no exempted roles: an exception is for one object, and ends.",
  },
  {
    cloud: "AWS",
    name: "Controls on networking across regions",
    does: "Forbids peering and attachments between networks of different regions.",
    rules: [
      "residency-egress-hosts",
      "residency-egress-networks",
      "residency-outbound-registry-only",
      "residency-endpoint-labels",
    ],
    here: "A zone's network is closed outwards, and what is let out is named with where it is.",
  },
  {
    cloud: "AWS",
    name: "Controls on replication across regions",
    does: "Forbids copying buckets, snapshots, images and tables to another region.",
    rules: [
      "residency-database-regions",
      "residency-database-survival",
      "residency-database-targets",
      "residency-bucket-places",
      "residency-volumes-stay",
    ],
    here: "Databases, their backups, buckets and volumes of a zone are held to places in the zone.",
  },
  {
    cloud: "AWS",
    name: "Controls on public endpoints",
    does: "Forbids databases and stores that the Internet can reach.",
    rules: [
      "mesh-listed-load-balancers",
      "mesh-no-node-ports",
      "residency-gateway-hosts",
      "residency-published-hosts",
    ],
    here: "Only listed gateways have a public address, and a zone's names lead to the zone.",
  },
  {
    cloud: "Azure",
    name: "Allowed locations, for resources and groups",
    does: "Lets resources, and the groups that they are in, be made in listed locations only.",
    rules: ["residency-bound-objects-stay", "residency-node-placement", "residency-bucket-places"],
    here: "A region's location is its stack. Namespaces are what groups are there, and those of a zone must be labelled.",
  },
  {
    cloud: "Azure",
    name: "Allowed locations of databases",
    does: "Lets a distributed database have its accounts in listed locations only.",
    rules: [
      "residency-database-localities",
      "residency-database-regions",
      "residency-database-survival",
    ],
    here: "The same for a database of a zone; that its nodes tell their place truly is held too.",
  },
  {
    cloud: "Azure",
    name: "Replica locations of registries, configuration stores and queues",
    does: "Lets replicas of registries, configuration and messages be in listed locations only.",
    rules: ["residency-registries", "residency-zone-credentials", "residency-remote-write-series"],
    here: "Registries are listed by zone. What is replicated between regions here is state, credentials and metrics, and each is filtered before it leaves.",
  },
  {
    cloud: "Google Cloud",
    name: "Resource locations",
    does: "Lets new resources be made in listed locations or groups of locations.",
    rules: ["residency-bound-objects-stay", "residency-volumes-stay", "residency-bucket-places"],
    here: "Also for what changes later, and for what kubectl writes.",
  },
  {
    cloud: "Google Cloud",
    name: "Restricted services",
    does: "Lets only listed services be used in a part of the organisation.",
    rules: ["residency-egress-hosts", "residency-outbound-registry-only", "mesh-entry-scope"],
    here: "A zone calls no service that is not in the list of its zone, by proxies and by network.",
  },
  {
    cloud: "Google Cloud",
    name: "Customer-managed keys",
    does: "Demands that stored data are encrypted with keys that the customer holds, in listed projects.",
    rules: [],
    here: "No counterpart: which key a volume is encrypted with is up to the storage class, which belongs to the cluster.",
  },
];

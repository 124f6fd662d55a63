import { z } from "zod";
import { readObject } from "../../../network/object";
import { type Pod, selectedPods, selectorSchema } from "../pods";
import {
  type Dangling,
  identityOf,
  nameOf,
  namespaceOf,
  ofKind,
  type RegionObjects,
  type Rule,
  trustDomainOf,
  type World,
} from "../world";
import { fullName, type Host, hostsOf } from "./hosts";
import { toHost } from "./routes";

const destinationRuleSchema = z.object({
  host: z.string(),
  trafficPolicy: z
    .object({
      tls: z
        .object({ mode: z.string(), subjectAltNames: z.array(z.string()).default([]) })
        .optional(),
    })
    .optional(),
});

/**
 * Every DestinationRule is about a host that there is, and believes exactly those who answer there: not
 * one that does not, and nobody of whom it was forgotten.
 */
export const destinationRules: Rule = (region, world) =>
  ofKind(region, "DestinationRule").flatMap((rule) => {
    const { host, trafficPolicy } = readObject(rule, destinationRuleSchema, ["spec"]);
    const dangling = toHost(region, rule, host);
    const { tls } = trafficPolicy ?? {};
    if (dangling.length > 0 || tls === undefined) return dangling;
    const from = nameOf(rule);
    const full = fullName(host, namespaceOf(rule));
    const answering = hostsOf(region)
      .filter(({ name }) => name === full)
      .flatMap((one) => answerers(one, region, world, from));
    const unknown = answering.filter((one): one is Dangling => typeof one === "object");
    const identities = new Set(answering.filter((one) => typeof one === "string"));
    const believed = new Set(tls.subjectAltNames.map((name) => name.replace("spiffe://", "")));
    return [
      ...unknown,
      ...[...believed]
        .filter((name) => !identities.has(name))
        .map((name) => ({ from, missing: `${name} at host ${full}` })),
      ...[...identities]
        .filter((name) => !believed.has(name))
        .map((name) => ({ from, missing: `word of ${name}, which answers at host ${full}` })),
    ];
  });

const serviceSchema = z.object({
  type: z.string().default("ClusterIP"),
  selector: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.object({ port: z.int() })).default([]),
});
const entrySchema = z.object({
  endpoints: z.array(z.object({ address: z.string() })).default([]),
});

/** The identities of those who answer at a host; an endpoint that nobody has is dangling. */
function answerers(
  { object, ports }: Host,
  region: RegionObjects,
  world: World,
  from: string,
): (string | Dangling)[] {
  if (object.kind === "Service") return identitiesBehind(region, [object]);
  const { endpoints } = readObject(object, entrySchema, ["spec"]);
  return endpoints.flatMap(({ address }): (string | Dangling)[] => {
    const there =
      address === region.gateway.inside
        ? region
        : world.find(({ gateway }) => gateway.outside === address);
    if (there === undefined) return [{ from, missing: `region at ${address}` }];
    const open = ofKind(there, "Service").filter((service) => {
      const { type, ports: has } = readObject(service, serviceSchema, ["spec"]);
      return type === "LoadBalancer" && has.some(({ port }) => ports.includes(port));
    });
    return identitiesBehind(there, open);
  });
}

const identitiesBehind = (
  region: RegionObjects,
  services: readonly RegionObjects["objects"][number][],
): string[] =>
  services
    .flatMap((service) => {
      const { selector } = readObject(service, serviceSchema, ["spec"]);
      return selectedPods(region.pods, namespaceOf(service), { matchLabels: selector });
    })
    .map((pod: Pod) => identityOf(region, pod));

const source = z.strictObject({
  principals: z.array(z.string()).default([]),
  requestPrincipals: z.array(z.string()).default([]),
});
const authorizationSchema = z.object({
  selector: selectorSchema.optional(),
  rules: z.array(z.object({ from: z.array(z.object({ source })).default([]) })).default([]),
});
const authenticationSchema = z.object({
  selector: selectorSchema.optional(),
  jwtRules: z.array(z.object({ issuer: z.string() })),
});

/** Every AuthorizationPolicy guards pods, and lets in by names that somebody has. */
export const authorizationPolicies: Rule = (region, world) =>
  ofKind(region, "AuthorizationPolicy").flatMap((policy) => {
    const from = nameOf(policy);
    const { selector, rules } = readObject(policy, authorizationSchema, ["spec"]);
    const sources = rules.flatMap((rule) => rule.from.map((one) => one.source));
    const issuers = ofKind(region, "RequestAuthentication")
      .filter((object) => namespaceOf(object) === namespaceOf(policy))
      .flatMap((object) => readObject(object, authenticationSchema, ["spec"]).jwtRules)
      .map(({ issuer }) => issuer);
    return [
      ...selected(region, policy, selector),
      ...sources
        .flatMap(({ principals }) => principals)
        .filter((principal) => !isSomebody(principal, world))
        .map((principal) => ({ from, missing: `pod that is ${principal}` })),
      ...sources
        .flatMap(({ requestPrincipals }) => requestPrincipals)
        .filter((principal) => !issuers.some((issuer) => principal.startsWith(`${issuer}/`)))
        .map((principal) => ({ from, missing: `issuer of ${principal}` })),
    ];
  });

const selectingSchema = z.object({ selector: selectorSchema.optional() });

/** Every other object of the mesh that is for some pods is for pods that there are. */
export const meshSelectors: Rule = (region) =>
  ofKind(region, "RequestAuthentication", "PeerAuthentication", "Telemetry").flatMap((object) =>
    selected(region, object, readObject(object, selectingSchema, ["spec"]).selector),
  );

const workloadSelectorSchema = z.object({
  workloadSelector: z.object({ labels: z.record(z.string(), z.string()) }),
});

/** Every EnvoyFilter changes proxies that there are. */
export const envoyFilters: Rule = (region) =>
  ofKind(region, "EnvoyFilter").flatMap((filter) => {
    const { workloadSelector } = readObject(filter, workloadSelectorSchema, ["spec"]);
    return selected(region, filter, {
      matchLabels: workloadSelector.labels,
      matchExpressions: [],
    });
  });

function selected(
  region: RegionObjects,
  object: RegionObjects["objects"][number],
  selector: z.output<typeof selectorSchema> | undefined,
): Dangling[] {
  if (selector === undefined) return [];
  const pods = selectedPods(region.pods, namespaceOf(object), selector);
  return pods.length > 0 ? [] : [{ from: nameOf(object), missing: "pod that it selects" }];
}

/** `*` stands for every account of a namespace that there is. */
function isSomebody(principal: string, world: World): boolean {
  const [, domain, namespace, account] = /^(.+)\/ns\/([^/]+)\/sa\/(.+)$/.exec(principal) ?? [];
  const region = world.find((one) => trustDomainOf(one) === domain);
  if (region === undefined) return false;
  return account === "*"
    ? ofKind(region, "Namespace").some(({ metadata }) => metadata.name === namespace)
    : region.pods.some((pod) => identityOf(region, pod) === principal);
}

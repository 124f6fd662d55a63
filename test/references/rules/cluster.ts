import { z } from "zod";
import { readObject } from "../../../network/object";
import { selectedPods, selectorSchema } from "../pods";
import { nameOf, namespaceOf, ofKind, type Rule, toObject } from "../world";
import { gatewayPorts } from "./gateways";

const port = z.union([z.int(), z.string()]);
const serviceSchema = z.object({
  selector: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.object({ port: z.int(), targetPort: port.optional() })).default([]),
});

/** Every Service that selects, selects pods, each of which has the ports that it leads to. */
export const services: Rule = (region) =>
  ofKind(region, "Service").flatMap((service) => {
    const from = nameOf(service);
    const { selector, ports } = readObject(service, serviceSchema, ["spec"]);
    if (selector === undefined) return [];
    const pods = selectedPods(region.pods, namespaceOf(service), { matchLabels: selector });
    if (pods.length === 0) return [{ from, missing: "pod that it selects" }];
    return pods.flatMap((pod) => {
      const listeners = new Set<number | string | undefined>([
        ...pod.ports.flatMap(({ name, containerPort }) => [name, containerPort]),
        ...gatewayPorts(region, pod),
      ]);
      return ports
        .map(({ port: number, targetPort = number }) => targetPort)
        .filter((target) => !listeners.has(target))
        .map((target) => ({ from, missing: `port ${target} in ${pod.owner}` }));
    });
  });

const bindingSchema = z.object({
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: z.array(
    z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }),
  ),
});

/** Every binding binds a role that there is to accounts that there are. */
export const roleBindings: Rule = (region) =>
  ofKind(region, "RoleBinding", "ClusterRoleBinding").flatMap((binding) => {
    const { roleRef, subjects } = readObject(binding, bindingSchema.loose());
    const { namespace } = binding.metadata;
    const from = nameOf(binding);
    return [
      ...toObject(
        region,
        from,
        roleRef.kind,
        roleRef.kind === "Role" ? namespace : undefined,
        roleRef.name,
      ),
      ...subjects.flatMap((subject) =>
        toObject(region, from, subject.kind, subject.namespace ?? namespace, subject.name),
      ),
    ];
  });

/** Every pod has what it is started with, and runs as somebody. */
export const podNeeds: Rule = (region) =>
  region.pods.flatMap(({ owner, namespace, serviceAccount, priorityClass, needs }) => [
    ...toObject(region, owner, "ServiceAccount", namespace, serviceAccount),
    ...(priorityClass === undefined
      ? []
      : toObject(region, owner, "PriorityClass", undefined, priorityClass)),
    ...needs.flatMap(({ kind, name }) => toObject(region, owner, kind, namespace, name)),
  ]);

const budgetSchema = z.object({ selector: selectorSchema });

/** Every PodDisruptionBudget protects pods. */
export const disruptionBudgets: Rule = (region) =>
  ofKind(region, "PodDisruptionBudget").flatMap((budget) => {
    const { selector } = readObject(budget, budgetSchema, ["spec"]);
    const pods = selectedPods(region.pods, namespaceOf(budget), selector);
    return pods.length > 0 ? [] : [{ from: nameOf(budget), missing: "pod that it selects" }];
  });

const autoscalerSchema = z.object({
  scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
});

/** Every HorizontalPodAutoscaler scales a workload. */
export const autoscalers: Rule = (region) =>
  ofKind(region, "HorizontalPodAutoscaler").flatMap((autoscaler) => {
    const { scaleTargetRef: target } = readObject(autoscaler, autoscalerSchema, ["spec"]);
    const { namespace } = autoscaler.metadata;
    return toObject(region, nameOf(autoscaler), target.kind, namespace, target.name);
  });

const policySchema = z.object({ podSelector: selectorSchema });

/** Every NetworkPolicy that is not for a whole namespace selects pods. */
export const networkPolicies: Rule = (region) =>
  ofKind(region, "NetworkPolicy").flatMap((policy) => {
    const { podSelector } = readObject(policy, policySchema, ["spec"]);
    const { matchLabels, matchExpressions } = podSelector;
    if (Object.keys(matchLabels).length + matchExpressions.length === 0) return [];
    const pods = selectedPods(region.pods, namespaceOf(policy), podSelector);
    return pods.length > 0 ? [] : [{ from: nameOf(policy), missing: "pod that it selects" }];
  });

const webhookSchema = z.object({
  webhooks: z.array(
    z.object({
      clientConfig: z.object({
        service: z
          .object({ name: z.string(), namespace: z.string(), port: z.int().default(443) })
          .optional(),
      }),
    }),
  ),
});

/** Every webhook is answered by a Service, on a port that it has. */
export const webhooks: Rule = (region) =>
  ofKind(region, "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration").flatMap(
    (configuration) => {
      const from = nameOf(configuration);
      return readObject(configuration, webhookSchema.loose()).webhooks.flatMap(
        ({ clientConfig: { service } }) => {
          if (service === undefined) return [];
          const { namespace, name, port: number } = service;
          const found = ofKind(region, "Service").find(
            ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
          );
          if (found === undefined) return [{ from, missing: `Service ${namespace}/${name}` }];
          const { ports } = readObject(found, serviceSchema, ["spec"]);
          return ports.some((has) => has.port === number)
            ? []
            : [{ from, missing: `port ${number} of Service ${namespace}/${name}` }];
        },
      );
    },
  );

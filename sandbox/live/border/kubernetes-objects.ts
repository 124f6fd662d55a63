import { z } from "zod";

const named = z.object({ namespace: z.string(), name: z.string() });

/** Of a Service, what says where it is reached. */
export const serviceSchema = z.object({
  metadata: named,
  spec: z.object({
    type: z.string().optional(),
    clusterIP: z.string().optional(),
    ports: z
      .array(
        z.object({
          name: z.string().default(""),
          port: z.number(),
          protocol: z.string().default("TCP"),
        }),
      )
      .default([]),
  }),
  status: z
    .object({
      loadBalancer: z
        .object({ ingress: z.array(z.object({ ip: z.string().optional() })).default([]) })
        .default({ ingress: [] }),
    })
    .default({ loadBalancer: { ingress: [] } }),
});
export type Service = z.infer<typeof serviceSchema>;

/** Of an EndpointSlice, which pods a Service leads to. */
export const endpointSliceSchema = z.object({
  metadata: named.extend({ labels: z.record(z.string(), z.string()).default({}) }),
  addressType: z.string(),
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()),
        conditions: z
          .object({
            ready: z.boolean().nullish(),
            serving: z.boolean().nullish(),
            terminating: z.boolean().nullish(),
          })
          .default({}),
      }),
    )
    .nullish()
    .transform((endpoints) => endpoints ?? []),
  ports: z
    .array(
      z.object({
        name: z
          .string()
          .nullish()
          .transform((name) => name ?? ""),
        port: z.number().nullish(),
        protocol: z.string().default("TCP"),
      }),
    )
    .nullish()
    .transform((ports) => ports ?? []),
});
export type EndpointSlice = z.infer<typeof endpointSliceSchema>;

/** Of a ServiceEntry of Istio, which names it gives to which addresses. */
export const serviceEntrySchema = z.object({
  metadata: named,
  spec: z.object({
    hosts: z.array(z.string()),
    endpoints: z.array(z.object({ address: z.string().optional() })).default([]),
  }),
});
export type ServiceEntry = z.infer<typeof serviceEntrySchema>;

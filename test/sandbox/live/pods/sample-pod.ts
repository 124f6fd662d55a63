import { type Pod, podSchema } from "../../../../sandbox/live/pods/pod";

/** A pod as the API server has it, with a spec that is only as long as a test needs it. */
export function samplePod(
  spec: Record<string, unknown>,
  { metadata = {}, status = {} }: { metadata?: object; status?: object } = {},
): Pod {
  return podSchema.parse({
    metadata: {
      name: "sample-0",
      namespace: "nephoran-system",
      uid: "00000000-0000-0000-0000-000000000001",
      labels: { app: "sample" },
      ...metadata,
    },
    spec: { nodeName: "node-1", ...spec },
    status,
  });
}

export const container = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  image: `registry.example/${name}:1`,
  ...more,
});

export const ADDRESSES = { pod: "10.1.253.2", host: "10.1.0.1" };

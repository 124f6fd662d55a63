import type { AuthorityCa } from "../../pki/authority";
import type { RotationStep } from "../../pki/rotation";

/** What to do after a step, and before the next one. */
export const nextAfter = (step: RotationStep, which: AuthorityCa): string => advice[which][step];

const DEPLOY = "Next: `pulumi up` of every stack";

const advice: Readonly<Record<AuthorityCa, Readonly<Record<RotationStep, string>>>> = {
  meshRoot: {
    begin:
      "All regions are told to believe both roots; the old one still signs. " +
      `${DEPLOY}, then \`nephoran pki rotate root --step switch\`.`,
    switch:
      "Every region's mesh CA is now one of the new root. " +
      `${DEPLOY}; then wait until all workloads have certificates of the new CA, 24 hours with ` +
      "Istio's default or at once by a restart; then `nephoran pki rotate root --step finish`.",
    finish:
      "Only the new root is left; the old one's key has been deleted. " +
      `${DEPLOY}: from then on nothing is believed that the old root stands behind.`,
  },
  cockroachCa: {
    begin:
      "All regions are told to believe both CAs; the old one still signs. " +
      `${DEPLOY}, then \`nephoran pki rotate cockroach-ca --step switch\`.`,
    switch:
      "Nodes and users have certificates of the new CA. " +
      `${DEPLOY}; when all nodes and clients have restarted with them, ` +
      "`nephoran pki rotate cockroach-ca --step finish`.",
    finish:
      "Only the new CA is left; the old one's key has been deleted. " +
      `${DEPLOY}: from then on nothing is believed that the old one has signed.`,
  },
};

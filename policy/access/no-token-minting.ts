import { isFor, verbAmong } from "../reading/rights";
import { rightRule } from "./access-rule";

export const noTokenMinting = rightRule(
  {
    id: "access-no-token-minting",
    title: "No account makes tokens or certificates for others",
    why: "Whoever may ask for another account's token has all of its rights.",
    fix: "Remove serviceaccounts/token and certificatesigningrequests/approval.",
    level: "mandatory",
    example: "resources: [serviceaccounts]\nverbs: [get]",
  },
  (right) => {
    const mints =
      isFor(right, "", "serviceaccounts/token") && verbAmong(right, "create") !== undefined;
    const signs =
      isFor(right, "certificates.k8s.io", "certificatesigningrequests/approval") &&
      verbAmong(right, "update", "patch") !== undefined;
    return mints || signs ? "lets identities of others be made." : undefined;
  },
);

import { randomBytes } from "node:crypto";
import type { Fixture } from "../rule-cases";

/** A credential that nobody has, as hex digits. */
export const random = (bytes: number): string => randomBytes(bytes).toString("hex");

/** Settings that speak of credentials and hold none. */
export const configMap: Fixture = {
  type: "kubernetes:core/v1:ConfigMap",
  name: "settings",
  inputs: {
    metadata: { name: "settings", namespace: "nephoran-system" },
    data: {
      API_KEY_FILE: "/secrets/api-key",
      ANONYMOUS_ACCESS_TOKEN: "false",
      "grafana.ini": "[security]\nadmin_password = $__file{/secrets/admin-password}\n",
    },
  },
};

/** For rules that look at every object of Kubernetes. */
export const OTHER_PROVIDER = "random:index/randomId:RandomId";

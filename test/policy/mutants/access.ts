import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { expiringCertificate } from "../access/expiring-certificate";
import type { Breakable, Mutant } from "./mutant";
import { added, changed } from "./objects";

const SYNCHRONIZER = "nephoran-global/state-synchronizer";
const FRONT = "nephoran-system/llm-processor";
const SETTINGS = "nephoran-system/nephoran-regional-config";

/** The first right of the synchronizer in its own namespace, broken. */
const right = (rule: string, breakIt: (right: Breakable) => void): Mutant =>
  changed([rule, "eu-west-1"], "Role", SYNCHRONIZER, (props) => {
    breakIt(props["rules"][0]);
  });

const verb = (rule: string, name: string): Mutant =>
  right(rule, ({ verbs }) => (verbs as string[]).push(name));

const binding = (rule: string, breakIt: (binding: Breakable) => void): Mutant =>
  changed([rule, "us-east-1"], "RoleBinding", SYNCHRONIZER, breakIt);

const pods = (rule: string, breakIt: (template: Breakable) => void): Mutant =>
  changed([rule, "us-east-1"], "Deployment", FRONT, (props) => {
    breakIt(props["spec"].template);
  });

const container = (rule: string, breakIt: (container: Breakable) => void): Mutant =>
  pods(rule, (template) => {
    breakIt(template["spec"].containers[0]);
  });

const setting = (rule: string, name: string, value: unknown): Mutant =>
  changed([rule, "us-west-2"], "ConfigMap", SETTINGS, (props) => {
    props["data"][name] = value;
  });

/** Rights and credentials of the project, broken once for each rule. */
export const accessMutants: readonly Mutant[] = [
  verb("access-no-wildcard-verbs", "*"),
  right("access-no-wildcard-resources", (one) => (one["resources"] = ["*"])),
  verb("access-no-escalation", "escalate"),
  verb("access-no-binding", "bind"),
  verb("access-no-impersonation", "impersonate"),
  changed(
    ["access-no-cluster-secrets", "us-east-1"],
    "ClusterRole",
    "nephoran-remote-reader",
    (props) => props["rules"][0].resources.push("secrets"),
  ),
  right("access-secrets-by-name", (one) => {
    Object.assign(one, { apiGroups: [""], resources: ["secrets"], verbs: ["get"] });
  }),
  binding("access-no-admin-roles", (props) => {
    props["roleRef"] = { ...props["roleRef"], kind: "ClusterRole", name: "cluster-admin" };
  }),
  binding("access-no-broad-subjects", (props) => {
    props["subjects"] = [{ kind: "Group", name: "system:serviceaccounts" }];
  }),
  binding("access-no-default-rights", (props) => (props["subjects"][0].name = "default")),
  pods("access-own-accounts", (template) => {
    delete template["spec"].serviceAccountName;
  }),
  right("access-no-remote-shells", (one) => {
    Object.assign(one, { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] });
  }),
  right("access-no-token-minting", (one) => {
    Object.assign(one, {
      apiGroups: [""],
      resources: ["serviceaccounts/token"],
      verbs: ["create"],
    });
  }),
  added(["access-no-standing-tokens", "eu-west-1"], "core/v1:Secret", "reader-token", {
    metadata: { name: "nephoran-remote-reader-token", namespace: "nephoran-system" },
    type: "kubernetes.io/service-account-token",
  }),
  container("access-secrets-as-files", (one) => {
    one["envFrom"].push({ secretRef: { name: "weaviate-api-key" } });
  }),
  container("access-no-literal-credentials", (one) => {
    one["env"] = [{ name: "WEAVIATE_API_KEY", value: "weaviate-for-everybody" }];
  }),
  container("access-no-credential-arguments", (one) => {
    one["args"] = ["--api-key=weaviate-for-everybody"];
  }),
  setting("access-no-config-credentials", "WEAVIATE_API_KEY", "weaviate-for-everybody"),
  pods("access-no-annotated-credentials", (template) => {
    template["metadata"].annotations["example.com/hook"] = "https://bot:everybody@example.com";
  }),
  setting("access-secrets-stay-secret", "WEAVIATE_URL", {
    [specialSigKey]: specialSecretSig,
    value: "weaviate-for-everybody",
  }),
  added(["access-certificates-current", "us-east-1"], "core/v1:Secret", "public-certificate", {
    metadata: { name: "nephoran-public-certificate", namespace: "nephoran-ingress" },
    stringData: { "tls.crt": expiringCertificate },
  }),
];

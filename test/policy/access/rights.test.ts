import { noAdminRoles } from "../../../policy/access/no-admin-roles";
import { noBinding } from "../../../policy/access/no-binding";
import { noBroadSubjects } from "../../../policy/access/no-broad-subjects";
import { noClusterSecrets } from "../../../policy/access/no-cluster-secrets";
import { noDefaultRights } from "../../../policy/access/no-default-rights";
import { noEscalation } from "../../../policy/access/no-escalation";
import { noImpersonation } from "../../../policy/access/no-impersonation";
import { noRemoteShells } from "../../../policy/access/no-remote-shells";
import { noStandingTokens } from "../../../policy/access/no-standing-tokens";
import { noTokenMinting } from "../../../policy/access/no-token-minting";
import { noWildcardResources } from "../../../policy/access/no-wildcard-resources";
import { noWildcardVerbs } from "../../../policy/access/no-wildcard-verbs";
import { ownAccounts } from "../../../policy/access/own-accounts";
import { secretsByName } from "../../../policy/access/secrets-by-name";
import { deployment, POD } from "../pods/fixtures";
import { describeRules, REMOVED, type Fixture, type RuleCase } from "../rule-cases";

const RULE = ["rules", 0] as const;
const VERBS = [...RULE, "verbs"] as const;

const roleOf = (kind: string, name = "reader"): Fixture => ({
  type: `kubernetes:rbac.authorization.k8s.io/v1:${kind}`,
  name,
  inputs: {
    metadata: { name, ...(kind === "Role" && { namespace: "nephoran-system" }) },
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }],
  },
});
const role = roleOf("Role");
const clusterRole = roleOf("ClusterRole");
const binding: Fixture = {
  type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  name: "binding",
  inputs: {
    metadata: { name: "binding", namespace: "nephoran-system" },
    roleRef: { kind: "Role", name: "reader" },
    subjects: [{ kind: "ServiceAccount", name: "weaviate", namespace: "nephoran-system" }],
  },
};

const mayNot = (rule: RuleCase["rule"], verb: string, says: string): RuleCase => ({
  rule,
  complies: [clusterRole],
  breaks: [{ at: VERBS, to: ["get", verb], says: `rules[0] ${says}` }],
  unknown: VERBS,
});

const cases: readonly RuleCase[] = [
  mayNot(noWildcardVerbs, "*", "lets everything be done with pods."),
  mayNot(noEscalation, "escalate", "lets rights be raised (escalate)."),
  mayNot(noBinding, "bind", "lets any role be given away (bind)."),
  mayNot(noImpersonation, "impersonate", "lets others be impersonated."),
  {
    rule: noWildcardResources,
    complies: [role],
    breaks: [
      {
        at: [...RULE, "resources"],
        to: ["*"],
        says: "rules[0] is for every resource of the core group.",
      },
      {
        at: [...RULE, "apiGroups"],
        to: ["*"],
        says: "rules[0] is for every resource of every group.",
      },
    ],
    unknown: [...RULE, "apiGroups"],
  },
  {
    rule: noClusterSecrets,
    complies: [clusterRole],
    breaks: [
      {
        at: [...RULE, "resources"],
        to: ["pods", "secrets"],
        says: "rules[0] lets Secrets be read in the whole cluster (get).",
      },
      {
        at: [...RULE],
        to: { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
        says: "rules[0] lets Secrets be read in the whole cluster (*).",
      },
    ],
    unknown: [...RULE, "resources"],
  },
  {
    rule: secretsByName,
    complies: [role],
    breaks: [
      {
        at: [...RULE, "resources"],
        to: ["secrets"],
        says: "rules[0] lets every Secret of the namespace be read (get).",
      },
      {
        at: [...RULE],
        to: { apiGroups: [""], resources: ["secrets"], resourceNames: ["tls"], verbs: ["get"] },
        says: [],
      },
    ],
    unknown: [...RULE, "resources"],
  },
  {
    rule: noAdminRoles,
    complies: [binding],
    breaks: [
      {
        at: ["roleRef", "name"],
        to: "cluster-admin",
        says: "It makes administrators: cluster-admin.",
      },
      {
        at: ["subjects"],
        to: [{ kind: "Group", name: "system:masters" }],
        says: "It makes administrators: system:masters.",
      },
    ],
    unknown: ["roleRef", "name"],
  },
  {
    rule: noBroadSubjects,
    complies: [binding],
    breaks: [
      "system:authenticated",
      "system:anonymous",
      "system:serviceaccounts:nephoran-system",
    ].map((name) => ({
      at: ["subjects", 0, "name"],
      to: name,
      says: `It gives rights to ${name}.`,
    })),
    unknown: ["subjects", 0, "name"],
  },
  {
    rule: noDefaultRights,
    complies: [binding],
    breaks: [
      {
        at: ["subjects", 0, "name"],
        to: "default",
        says: "It gives rights to every pod that names no account.",
      },
    ],
    unknown: ["subjects"],
  },
  {
    rule: ownAccounts,
    complies: [deployment],
    breaks: [REMOVED, "default"].map((to) => ({
      at: [...POD, "serviceAccountName"],
      to,
      says: "Its pods have the account `default`.",
    })),
    unknown: [...POD, "serviceAccountName"],
  },
  {
    rule: noRemoteShells,
    complies: [role],
    breaks: [
      {
        at: [...RULE, "resources"],
        to: ["pods/exec"],
        says: "rules[0] leads into running pods.",
      },
      {
        at: [...RULE, "resources"],
        to: ["nodes/proxy"],
        says: "rules[0] leads into running pods.",
      },
    ],
    unknown: [...RULE, "resources"],
  },
  {
    rule: noTokenMinting,
    complies: [role],
    breaks: [
      {
        at: [...RULE],
        to: { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] },
        says: "rules[0] lets identities of others be made.",
      },
      {
        at: [...RULE],
        to: {
          apiGroups: ["certificates.k8s.io"],
          resources: ["certificatesigningrequests/approval"],
          verbs: ["update"],
        },
        says: "rules[0] lets identities of others be made.",
      },
    ],
    unknown: [...RULE, "apiGroups"],
  },
  {
    rule: noStandingTokens,
    complies: [
      {
        type: "kubernetes:core/v1:Secret",
        name: "settings",
        inputs: { metadata: { name: "settings", namespace: "nephoran-system" }, type: "Opaque" },
      },
    ],
    breaks: [
      {
        at: ["type"],
        to: "kubernetes.io/service-account-token",
        says: "It is a token that never expires.",
      },
    ],
    unknown: ["type"],
  },
];

describe("rights in the cluster, as rules", () => {
  describeRules(cases);
});

import type { Rule } from "../rule";
import { certificatesCurrent } from "./certificates-current";
import { noAdminRoles } from "./no-admin-roles";
import { noAnnotatedCredentials } from "./no-annotated-credentials";
import { noBinding } from "./no-binding";
import { noBroadSubjects } from "./no-broad-subjects";
import { noClusterSecrets } from "./no-cluster-secrets";
import { noConfigCredentials } from "./no-config-credentials";
import { noCredentialArguments } from "./no-credential-arguments";
import { noDefaultRights } from "./no-default-rights";
import { noEscalation } from "./no-escalation";
import { noImpersonation } from "./no-impersonation";
import { noLiteralCredentials } from "./no-literal-credentials";
import { noRemoteShells } from "./no-remote-shells";
import { noStandingTokens } from "./no-standing-tokens";
import { noTokenMinting } from "./no-token-minting";
import { noWildcardResources } from "./no-wildcard-resources";
import { noWildcardVerbs } from "./no-wildcard-verbs";
import { ownAccounts } from "./own-accounts";
import { secretsAsFiles } from "./secrets-as-files";
import { secretsByName } from "./secrets-by-name";
import { secretsStaySecret } from "./secrets-stay-secret";

/** Rules of this family, in the order in which they are reported. */
export const accessRules: readonly Rule[] = [
  noWildcardVerbs,
  noWildcardResources,
  noEscalation,
  noBinding,
  noImpersonation,
  noClusterSecrets,
  secretsByName,
  noAdminRoles,
  noBroadSubjects,
  noDefaultRights,
  ownAccounts,
  noRemoteShells,
  noTokenMinting,
  noStandingTokens,
  secretsAsFiles,
  noLiteralCredentials,
  noCredentialArguments,
  noConfigCredentials,
  noAnnotatedCredentials,
  secretsStaySecret,
  certificatesCurrent,
];

import { Field } from "../reading/field";
import { ownZone } from "../reading/homes";
import { isKind } from "../reading/object";
import type { ResourceRule } from "../rule";

const TOKEN_TYPE = "kubernetes.io/service-account-token";

export const readerCredentials: ResourceRule = {
  id: "residency-reader-credentials",
  kind: "resource",
  family: "residency",
  title: "A residency zone makes no credential that lasts",
  why: "A token that is kept in a Secret works from anywhere and for ever. Whoever is given it reads the zone's cluster from outside, and no gateway sees it.",
  fix: "Pods get tokens of their own that expire, by projection. What people and pipelines need, their identity provider gives them.",
  level: "mandatory",
  example: `# A token that belongs to a pod and expires, instead of a Secret of type ${TOKEN_TYPE}
volumes:
  - name: token
    projected:
      sources:
        - serviceAccountToken: {path: token, expirationSeconds: 3600}
`,
  admission: ({ region }) =>
    region.residencyZone === undefined
      ? undefined
      : {
          resources: [{ group: "", versions: ["v1"], resources: ["secrets"] }],
          validations: [
            {
              expression: `!has(object.type) || object.type != '${TOKEN_TYPE}'`,
              message: `${region.name} is in a residency zone, where no token is kept in a Secret.`,
            },
          ],
        },
  check(resource, context) {
    const zone = ownZone(context);
    if (zone === undefined || !isKind(resource, "", "Secret")) return [];
    return Field.of(resource).at("type").text === TOKEN_TYPE
      ? [`It is a token for the API server of ${context.region.name}, which never expires.`]
      : [];
  },
};

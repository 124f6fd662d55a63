import { clientSecretName } from "../../pki/cockroach-clients";
import { zoneSyncUser } from "../../state/roles";
import { Field } from "../reading/field";
import { homeText, zonesOf } from "../reading/homes";
import { isKind, nameOf } from "../reading/object";
import type { ResourceRule } from "../rule";

export const zoneCredentials: ResourceRule = {
  id: "residency-zone-credentials",
  kind: "resource",
  family: "residency",
  title: "What proves a user of a zone's database is in the zone alone",
  why: "Whoever holds the certificate of a zone's user is that user. Outside of the zone it has no work to do there, and one refusal by network stands between it and the data.",
  fix: "Take the user's certificate and key out of the stack's cockroachClientCertificates and cockroachClientKeys; `nephoran pki` issues each region what it needs.",
  level: "mandatory",
  example: `# In eu-west-1 alone
kind: Secret
metadata:
  name: cockroachdb-client-nephoran-eu-sync
`,
  admission: (place) => {
    const foreign = zonesOf(place).filter(({ regions }) => !regions.includes(place.region.name));
    if (foreign.length === 0) return undefined;
    const conditions = foreign.flatMap(({ name }) => {
      const user = zoneSyncUser(name);
      const holds = (files: string): string =>
        `(!has(object.${files}) || !object.${files}.exists(f, f.startsWith('client.${user}.')))`;
      return [
        `object.metadata.name != '${clientSecretName(user)}'`,
        holds("data"),
        // The API server has made it into data by then, if it was not empty.
        holds("stringData"),
      ];
    });
    return {
      resources: [{ group: "", versions: ["v1"], resources: ["secrets"] }],
      validations: [
        {
          expression: conditions.join(" && "),
          message: `${place.region.name} holds nothing that proves a user of another zone's database.`,
        },
      ],
    };
  },
  check(resource, context) {
    if (!isKind(resource, "", "Secret")) return [];
    const secret = Field.of(resource);
    const name = nameOf(resource);
    return zonesOf(context)
      .filter(({ regions }) => !regions.includes(context.region.name))
      .filter((zone) => {
        const user = zoneSyncUser(zone.name);
        return (
          name === clientSecretName(user) ||
          // A Secret that is unknown as a whole holds what is made at random, which proves nobody.
          [secret.at("data"), secret.at("stringData")].some(
            (files) =>
              !files.isUnknown &&
              files.entries.some(([file]) => file.startsWith(`client.${user}.`)),
          )
        );
      })
      .map(
        (zone) =>
          `It proves ${zoneSyncUser(zone.name)}, and ${context.region.name} is not in ${homeText(zone)}.`,
      );
  },
};

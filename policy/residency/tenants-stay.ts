import { boundKinds, labelPaths, onlyLabelled } from "../reading/bound-labels";
import { Field } from "../reading/field";
import { boundTenants, homeText, TENANT_LABEL } from "../reading/homes";
import type { ResourceRule } from "../rule";

/** What the label says of a tenant whose data may be anywhere is the tenant's name all the same. */
export const tenantsStay: ResourceRule = {
  id: "residency-tenants-stay",
  kind: "resource",
  family: "residency",
  title: "What belongs to a bound tenant is deployed at the tenant's home",
  why: "A tenant that is bound to a zone or a region was promised that its data is held and handled there alone.",
  fix: `Deploy it in a region of the tenant's home. A tenant that is not bound needs no label ${TENANT_LABEL}; one that is new goes into topology.tenants first.`,
  level: "mandatory",
  example: `# With topology.tenants: {acme: {boundTo: eu}}, in a stack of the zone eu alone
kind: ConfigMap
metadata:
  name: acme-settings
  labels:
    ${TENANT_LABEL}: acme
`,
  admission: ({ topology, region }) => ({
    resources: boundKinds,
    validations: onlyLabelled(
      TENANT_LABEL,
      Object.entries(topology.tenants)
        .filter(([, { boundTo }]) => boundTo === region.name || boundTo === region.residencyZone)
        .map(([tenant]) => tenant),
      `The label ${TENANT_LABEL} names a tenant whose home is not ${region.name}.`,
    ),
  }),
  check(resource, context) {
    if (!resource.type.startsWith("kubernetes:")) return [];
    const tenants = boundTenants(context);
    return labelPaths.flatMap((labels) => {
      const label = Field.of(resource).at(...labels, TENANT_LABEL);
      const tenant = label.text;
      if (tenant === undefined) return [];
      const home = tenants.get(tenant);
      if (home === undefined) {
        return [`${label.path} names the tenant ${tenant}, of whom no home is known.`];
      }
      return home.regions.includes(context.region.name)
        ? []
        : [`${label.path} binds it to ${homeText(home)}, and ${context.region.name} is not there.`];
    });
  },
};

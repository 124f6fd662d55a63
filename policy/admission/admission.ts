import type { Region, Topology } from "../../config/topology";

/** A rule in CEL, for a ValidatingAdmissionPolicy. */
export interface Admission {
  /**
   * What the API server shows to it. Objects in namespaces are shown from the region's own
   * namespaces alone, objects without a namespace from the whole cluster.
   */
  readonly resources: readonly AdmittedResources[];
  readonly validations: readonly AdmissionValidation[];
}

export interface AdmittedResources {
  /** API group, empty for the core group. */
  readonly group: string;
  /** One version is enough: an object written through another one is converted first. */
  readonly versions: readonly string[];
  /** Plural names, such as `deployments`. */
  readonly resources: readonly string[];
}

export interface AdmissionValidation {
  /** CEL over `object`; true if it complies. */
  readonly expression: string;
  /** What is wrong if it does not; the rule's id is put in front. */
  readonly message: string;
}

/** What a rule's CEL may be made of; it goes into the expression as plain text. */
export interface AdmissionPlace {
  readonly topology: Topology;
  readonly region: Region;
}

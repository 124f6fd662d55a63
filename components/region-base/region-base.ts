import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import type { AdmissionPolicy } from "../../policy/admission/policies";
import { regionLabels } from "../labels";
import { typeTokens } from "../type-tokens";
import { bindAdmissionPolicies } from "./admission-policies";
import { closedNamespace, type ClosedNamespaceConfig } from "./closed-namespace";
import { type NephoranNamespace, namespaces } from "./namespaces";

/** The part of the configuration that the ground depends on. */
export interface RegionBaseArgs
  extends ClosedNamespaceConfig, Pick<ProgramConfig, "protectStorage"> {
  /** What the API server is to hold everybody to. */
  readonly admission: readonly AdmissionPolicy[];
}

/**
 * The ground that a region stands on: what its API server admits, and both of its own namespaces,
 * closed. Whatever may talk is allowed by name where it is deployed.
 */
export class RegionBase extends pulumi.ComponentResource {
  readonly systemNamespace: k8s.core.v1.Namespace;
  readonly globalNamespace: k8s.core.v1.Namespace;

  constructor(name: string, args: RegionBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.RegionBase, name, {}, opts);
    const admission = bindAdmissionPolicies(
      name,
      { policies: args.admission, labels: regionLabels(args.region) },
      { parent: this },
    );
    const namespace = (namespace: NephoranNamespace): k8s.core.v1.Namespace =>
      closedNamespace(
        name,
        { ...args, namespace, inMesh: true, kubeApiByLabel: true },
        // With it would go the claims in it, however well they are held.
        { parent: this, protect: args.protectStorage, dependsOn: admission },
      );

    this.systemNamespace = namespace(namespaces.system);
    this.globalNamespace = namespace(namespaces.global);

    this.registerOutputs({
      systemNamespace: this.systemNamespace.metadata.name,
      globalNamespace: this.globalNamespace.metadata.name,
    });
  }
}

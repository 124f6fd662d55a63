import { clientBundleProblems } from "../pki/client-bundles";
import {
  cockroachClientProblems,
  cockroachNodeProblems,
  meshCaProblems,
  publicCertificateProblems,
  whileItHeld,
} from "../pki/verify";
import { publicHosts } from "../routing/hosts";
import { ConfigError, type Problem } from "./problems";
import type { KeyPair } from "./mesh-config";
import { type ProgramConfig, stackFile } from "./program-config";
import { settingKey } from "./project";

/**
 * What is wrong with what proves who a region is. It is looked at before anything is changed: a mesh
 * with a CA that nobody believes would refuse every request between the regions.
 *
 * @param now what validity is judged by.
 */
export function identityProblems(config: ProgramConfig, now: Date): Problem[] {
  const { region, topology, istio, meshCa, gateway, cockroachCertificates: cockroach } = config;
  const of =
    (key: string, allowed: string) =>
    (seen: string): Problem => ({
      file: stackFile(region.name),
      key: settingKey(key),
      seen,
      allowed: `${allowed}, which \`nephoran pki issue ${region.name}\` writes`,
    });
  const given = ({ certificate, key }: KeyPair) => ({ certificate, key: key.reveal(), now });
  const roots = { roots: cockroach?.ca };
  const nodes = `one for the state store's nodes of ${region.name}`;

  const ca =
    meshCa === undefined
      ? // Who runs a mesh already has given it a CA.
        istio.mode === "existing"
        ? []
        : ["missing"]
      : meshCaProblems({ ...given(meshCa), roots: meshCa.roots, region: region.name });
  const { certificate } = gateway;
  const hosts = publicHosts(region, topology);
  return [
    ...ca.map(of("meshCaCertificate", `a CA for ${region.name} alone, below a root in trustRoots`)),
    ...(certificate.from === "configuration"
      ? publicCertificateProblems({ ...given(certificate.keyPair), hosts }).map(
          (seen): Problem => ({
            file: stackFile(region.name),
            key: settingKey("publicCertificatePem"),
            seen,
            allowed: `a certificate for ${hosts.join(", ")}, with its chain and its key`,
          }),
        )
      : []),
    ...(cockroach
      ? [
          ...cockroachNodeProblems({ ...given(cockroach.node), ...roots, region: region.name }).map(
            of("cockroachNodeCertificate", nodes),
          ),
          ...cockroachClientProblems({
            ...given(cockroach.root),
            ...roots,
            user: "root",
            // It is meant to end within days: whoever needs it next asks for a new one.
            now: whileItHeld(cockroach.root.certificate, now),
          }).map(of("cockroachRootCertificate", "one for the state store's user root")),
          ...(cockroach.clients
            ? clientBundleProblems({ ...cockroach.clients, ...roots, now }).map(
                of(
                  "cockroachClientCertificates",
                  "one for each user of the state store besides root, with its key in " +
                    "cockroachClientKeys",
                ),
              )
            : []),
        ]
      : // No node starts without it, and no Job can log in.
        [of("cockroachNodeCertificate", nodes)("missing")]),
  ];
}

/** @throws ConfigError with every problem of the region's identities. */
export function requireIdentities(config: ProgramConfig, now: Date): void {
  const problems = identityProblems(config, now);
  if (problems.length > 0) throw new ConfigError(problems);
}

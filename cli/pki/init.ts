import { resolve } from "node:path";
import { Command } from "commander";
import { MESH_ID } from "../../components/istio-mesh/names";
import { OperatorError } from "../../config/operator-error";
import { authorityCas, createAuthority, signerOf } from "../../pki/authority";
import { hasAuthority, type Protection, writeAuthority } from "../../pki/authority-folder";
import { certificateFacts } from "../../pki/certificate-facts";
import { instantText } from "../../pki/x509/validity";
import { requireGitIgnored } from "./git-ignored";
import { type AuthorityOptions, withAuthority } from "./options";
import type { Outside } from "./outside";
import { newPassphrase } from "./passphrase";

interface Options extends AuthorityOptions {
  readonly unencrypted?: true;
  readonly force?: true;
  readonly json?: true;
}

/** Makes the authority that everything else is issued from. */
export const initCommand = (outside: Outside): Command =>
  withAuthority(new Command("init"))
    .description(
      "Make the root of all regions' meshes and the CA of CockroachDB, in a folder that belongs " +
        "offline. Their keys are encrypted with a passphrase.",
    )
    .option("--unencrypted", "keep the keys in clear: for labs only")
    .option("--force", "replace the authority that is there; its keys are deleted")
    .option("--json", "one JSON object a line for each CA")
    .action(async ({ authority: folder, ...options }: Options) => {
      const directory = resolve(folder);
      requireGitIgnored(directory);
      if (options.force !== true && (await hasAuthority(directory))) {
        throw new OperatorError(
          `There is an authority in ${directory} already. Nothing was changed. --force replaces it: ` +
            "what it has issued can then be neither renewed nor rotated, only issued anew.",
        );
      }
      const protection: Protection =
        options.unencrypted === true
          ? { kind: "none" }
          : {
              kind: "passphrase",
              passphrase: await newPassphrase(options.passphraseFile, outside),
            };
      const authority = await createAuthority(MESH_ID, outside.now());
      await writeAuthority(directory, { authority, protection });

      for (const which of authorityCas) {
        const facts = certificateFacts(signerOf(authority[which]).certificate);
        if (facts === undefined) continue;
        const { subject, serial, fingerprintSha256, notAfter } = facts;
        outside.print(
          options.json
            ? JSON.stringify({ ca: which, subject, serial, fingerprintSha256, notAfter })
            : `${subject}, until ${instantText(notAfter)}\n  SHA-256 ${fingerprintSha256}`,
        );
      }
      outside.tell(
        `Written to ${directory}${protection.kind === "none" ? ", keys in clear" : ""}. Keep it ` +
          "offline, with a copy elsewhere. Next: `nephoran pki issue --all`.",
      );
    });

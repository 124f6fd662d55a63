import { certificateFacts } from "../../pki/certificate-facts";
import type { IdentitySettings, PlainKey } from "../../pki/identity-settings";
import { plainKeys } from "../../pki/identity-settings";
import { certificatePem, certificatesIn } from "../../pki/x509/pem";
import { instantText } from "../../pki/x509/validity";

/** One certificate that a command has set, or would set; nothing of it is secret. */
export interface SetCertificate {
  readonly region: string;
  readonly setting: PlainKey;
  readonly subject: string;
  readonly serial: string;
  readonly fingerprintSha256: string;
  readonly notAfter: Date;
}

/** Every certificate in settings of a region. */
export const setCertificates = (region: string, settings: IdentitySettings): SetCertificate[] =>
  plainKeys.flatMap((setting) =>
    (certificatesIn(settings[setting] ?? "") ?? []).flatMap(({ raw }) => {
      const facts = certificateFacts(certificatePem(raw));
      if (facts === undefined) return [];
      const { subject, serial, fingerprintSha256, notAfter } = facts;
      return [{ region, setting, subject, serial, fingerprintSha256, notAfter }];
    }),
  );

/** Two lines for a person. */
export const certificateLines = ({
  setting,
  subject,
  fingerprintSha256,
  notAfter,
}: Omit<SetCertificate, "region">): string[] => [
  `  ${setting.padEnd(28)} ${subject}, until ${instantText(notAfter)}`,
  `  ${"".padEnd(28)} SHA-256 ${fingerprintSha256}`,
];

import { bundleFile } from "./bundle-file";
import type { ImageEntry } from "./entry";

/** Folder of programs that the image would hold and this machine may lack. */
const PROGRAMS = "/stand-ins/bin";

/** Where the image has the authorities that its programs trust. */
const AUTHORITIES = "/stand-ins/authorities";

/** In a sandbox the mesh's own authority signs public certificates too; istiod hands it to all pods. */
const AUTHORITY = { configMap: "istio-ca-root-cert", key: "root-cert.pem" };

/** Both processors: one image, which its containers tell by their names what to be. */
export const llmProcessor: ImageEntry = {
  repository: "nephoran/llm-processor",
  standIn:
    "A small server that takes intents as the processors do, with a given time and capacity; " +
    "no language model answers. `nslookup` in it is a stand-in, and `curl` is this machine's, " +
    "which trusts the sandbox's own public certificates.",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [tools.node, bundleFile(tools, "llm-processor"), ...container.args],
    environment: {
      NODE_ENV: "production",
      PATH: `${PROGRAMS}:/usr/local/bin:/usr/bin:/bin`,
      CURL_CA_BUNDLE: `${AUTHORITIES}/${AUTHORITY.key}`,
      ...container.environment,
    },
    workingDirectory: "/",
    files: {
      [`${PROGRAMS}/nslookup`]: `#!/bin/sh\nexec '${tools.node}' '${bundleFile(tools, "nslookup")}' "$@"\n`,
    },
    configMaps: { [AUTHORITIES]: AUTHORITY.configMap },
  }),
};

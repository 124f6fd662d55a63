import { expect } from "chai";
import { etcFiles, hostnameOf } from "../../../../sandbox/live/pods/etc-files";
import { container, samplePod } from "./sample-pod";

const PLACE = { address: "10.1.253.2", dns: "10.96.0.10" };

describe("the files of /etc that a pod's containers share", () => {
  it("name the pod as its StatefulSet's Service does", () => {
    const pod = samplePod({
      hostname: "cockroachdb-0",
      subdomain: "cockroachdb",
      hostAliases: [{ ip: "10.0.0.9", hostnames: ["nine", "neuf"] }],
      containers: [container("main")],
    });
    expect(etcFiles(pod, PLACE)["/etc/hosts"]).to.equal(
      [
        "127.0.0.1\tlocalhost",
        "::1\tlocalhost ip6-localhost ip6-loopback",
        "10.1.253.2\tcockroachdb-0.cockroachdb.nephoran-system.svc.cluster.local\tcockroachdb-0",
        "10.0.0.9\tnine\tneuf",
        "",
      ].join("\n"),
    );
  });

  it("have names resolved as in a cluster", () => {
    const pod = samplePod({ containers: [container("main")] });
    expect(etcFiles(pod, PLACE)["/etc/resolv.conf"]).to.equal(
      [
        "search nephoran-system.svc.cluster.local svc.cluster.local cluster.local",
        "nameserver 10.96.0.10",
        "options ndots:5",
        "",
      ].join("\n"),
    );
  });

  it("cut a name that Linux does not take", () => {
    const name = `${"a".repeat(62)}-${"b".repeat(10)}`;
    const pod = samplePod({ containers: [container("main")] }, { metadata: { name } });
    expect(hostnameOf(pod)).to.equal("a".repeat(62));
  });
});

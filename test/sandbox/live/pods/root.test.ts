import { expect } from "chai";
import fc from "fast-check";
import { fstab, isBelow, rootPlan, type RootParts } from "../../../../sandbox/live/pods/root";

const PARTS: RootParts = {
  host: { folders: ["/usr", "/etc/ssl"], files: ["/etc/localtime"], links: { "/bin": "usr/bin" } },
  binds: { "/opt/tools": "/home/user/tools" },
  files: { "/app/run": "#!/bin/sh\n" },
  etc: { "/etc/hosts": "127.0.0.1\tlocalhost\n" },
  volumes: [{ source: "/state/volumes/data", target: "/data", readOnly: false }],
  workingDirectory: "/work",
  readOnly: true,
};

describe("a container's root", () => {
  it("shows the machine's programs read-only, and nothing else of it but what is bound", () => {
    const mounts = rootPlan(PARTS).mounts.map(
      ({ source, target, readOnly }) => `${source} ${target} ${readOnly ? "ro" : "rw"}`,
    );
    expect(mounts).to.deep.equal([
      "/usr /usr ro",
      "/dev /dev rw",
      "/proc /proc rw",
      "/etc/ssl /etc/ssl ro",
      "/etc/localtime /etc/localtime ro",
      "/home/user/tools /opt/tools ro",
      "/state/volumes/data /data rw",
    ]);
  });

  it("has a place for each mount, the image's files and the pod's own /etc", () => {
    const { directories, files, links } = rootPlan(PARTS);
    expect(directories).to.include.members([
      "/usr",
      "/dev",
      "/opt/tools",
      "/data",
      "/work",
      "/app",
    ]);
    expect(files).to.deep.equal({
      "/etc/hosts": { content: "127.0.0.1\tlocalhost\n", mode: 0o644 },
      "/app/run": { content: "#!/bin/sh\n", mode: 0o755 },
      "/etc/localtime": { content: "", mode: 0o644 },
    });
    expect(links).to.deep.equal({ "/bin": "usr/bin" });
  });

  it("lets a volume take the place of a folder of the machine", () => {
    const volume = { source: "/state/volumes/ssl", target: "/etc/ssl", readOnly: true };
    const { mounts } = rootPlan({ ...PARTS, volumes: [volume] });
    expect(mounts.filter(({ target }) => target === "/etc/ssl")).to.deep.equal([volume]);
  });

  it("mounts a folder always before what is in it", () => {
    const path = fc
      .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 })
      .map((names) => `/${names.join("/")}`);
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 8 }), (targets) => {
        const volumes = targets.map((target) => ({ source: "/s", target, readOnly: false }));
        const order = rootPlan({ ...PARTS, binds: {}, volumes }).mounts.map(({ target }) => target);
        order.forEach((target, position) => {
          const later = order.slice(position + 1);
          expect(later.some((other) => isBelow(target, other))).to.equal(false);
        });
      }),
    );
  });

  it("is mounted first, read-only as the pod says, and paths are escaped", () => {
    const lines = fstab(rootPlan(PARTS), "/state/a root").split("\n");
    expect(lines[0]).to.equal("/state/a\\040root /state/a\\040root none bind,ro 0 0");
    expect(lines[1]).to.equal("/usr /state/a\\040root/usr none rbind,ro 0 0");
    expect(lines.at(-2)).to.equal("/state/volumes/data /state/a\\040root/data none bind 0 0");
  });
});

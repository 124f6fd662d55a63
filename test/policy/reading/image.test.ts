import { expect } from "chai";
import fc from "fast-check";
import { imageOf, isFrom } from "../../../policy/reading/image";

describe("an image's name", () => {
  it("is read as container runtimes do", () => {
    const none = { tag: undefined, digest: undefined };
    expect(imageOf("nginx")).to.deep.equal({
      ...none,
      registry: "docker.io",
      repository: "library/nginx",
    });
    expect(imageOf("prom/prometheus:v3.9.1")).to.deep.equal({
      ...none,
      registry: "docker.io",
      repository: "prom/prometheus",
      tag: "v3.9.1",
    });
    expect(imageOf("localhost/app")).to.deep.equal({
      ...none,
      registry: "localhost",
      repository: "app",
    });
    expect(imageOf("registry.example.org:5000/team/app:1@sha256:00")).to.deep.equal({
      registry: "registry.example.org:5000",
      repository: "team/app",
      tag: "1",
      digest: "sha256:00",
    });
  });

  it("keeps its parts, whatever they are", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    fc.assert(
      fc.property(word, word, word, fc.option(word, { nil: undefined }), (host, team, app, tag) => {
        const image = imageOf(
          `${host}.example.org/${team}/${app}${tag === undefined ? "" : `:${tag}`}`,
        );
        expect(image.registry).to.equal(`${host}.example.org`);
        expect(image.repository).to.equal(`${team}/${app}`);
        expect(image.tag).to.equal(tag);
      }),
    );
  });

  it("is in a registry, or a part of one, by whole steps alone", () => {
    const image = imageOf("quay.io/nephoran/app:1");
    expect(["quay.io", "quay.io/nephoran"].map((one) => isFrom(image, one))).to.deep.equal([
      true,
      true,
    ]);
    expect(["quay.i", "quay.io/neph", "docker.io"].map((one) => isFrom(image, one))).to.deep.equal([
      false,
      false,
      false,
    ]);
  });
});

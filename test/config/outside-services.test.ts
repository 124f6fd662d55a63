import { expect } from "chai";
import fc from "fast-check";
import type { z } from "zod";
import { tokenIssuer } from "../../config/claims";
import { cidrs, llmProvider, weaviateBackup } from "../../config/outside-services";
import { parseProgramConfig } from "../../config/program-config";
import { configProblems } from "./config-problems";
import { topologyWith } from "./home-region";

const networks = ["192.0.2.0/24"];

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;
const takesUrl = (url: unknown): boolean => takes(llmProvider, { url, cidrs: networks });
const takesIssuer = (issuer: unknown): boolean => takes(tokenIssuer, { issuer });
const takesBackup = (fields: object): boolean =>
  takes(weaviateBackup, { bucket: "backups", cidrs: networks, ...fields });

describe("networks that policies open", () => {
  it("are any part of the world, and never all of it", () => {
    const v4 = fc.tuple(fc.ipV4(), fc.nat({ max: 32 }));
    // Addresses that end in an IPv4 address are not CIDR notation of Kubernetes.
    const v6 = fc.tuple(fc.constantFrom("::", "2001:db8::", "fd00::1"), fc.nat({ max: 128 }));
    fc.assert(
      fc.property(fc.oneof(v4, v6), ([address, bits]) => {
        expect(takes(cidrs, [`${address}/${bits}`])).to.equal(bits > 0);
      }),
    );
  });

  it("are refused where one of several is the world, or there is none", () => {
    for (const list of [["10.0.0.0/8", "0.0.0.0/0"], ["::/0"], []]) {
      expect(takes(cidrs, list), list.join()).to.equal(false);
    }
  });

  it("are nothing but networks", () => {
    for (const text of [
      "10.0.0.0",
      "10.0.0.0/33",
      "10.0.0/8",
      "10.0.0.0/08",
      "fd00::/129",
      "a/8",
    ]) {
      expect(takes(cidrs, [text]), text).to.equal(false);
    }
  });
});

describe("the URL of a service outside of the cluster", () => {
  it("is on the port that policies open", () => {
    for (const url of ["https://a.example", "https://a.example:443", "https://a.example/v1/"]) {
      expect([takesUrl(url), takesIssuer(url)], url).to.deep.equal([true, true]);
    }
    for (const url of [
      "http://a.example",
      "https://a.example:8443",
      "https://a.example:4430",
      "https://",
      "https:///v1",
      "HTTPS://a.example",
      " https://a.example",
      "https://a.example/v 1",
      "https://a.example/v1\n",
    ]) {
      expect([takesUrl(url), takesIssuer(url)], url).to.deep.equal([false, false]);
    }
  });

  it("has no user, query or fragment, which would stand in clear in a ConfigMap", () => {
    for (const url of [
      "https://user@a.example",
      "https://user:hunter2@a.example/v1",
      "https://a.example/v1?key=hunter2",
      "https://a.example#hunter2",
    ]) {
      expect([takesUrl(url), takesIssuer(url)], url).to.deep.equal([false, false]);
    }
  });

  it("is not repeated when it is refused, since that may be for its password", () => {
    const url = "https://user:hunter2@a.example";
    const problemsOf = (entry: object, settings: object) =>
      configProblems(() =>
        parseProgramConfig({
          stack: "home",
          topology: topologyWith({ ...entry }),
          settings: { VERSION: "1.4.2", ...settings },
        }),
      );
    const problems = [
      ...problemsOf({}, { llmProvider: { url, cidrs: networks } }),
      ...problemsOf({ tokens: { issuer: url } }, {}),
    ];
    const seen = "no such URL, and not repeated since a URL may hold a password";
    expect(problems.map((problem) => [problem.key, problem.seen])).to.deep.equal([
      ["nephoran:llmProvider.url", seen],
      ["topology.regions[0].tokens.issuer", seen],
    ]);
    expect(JSON.stringify(problems)).to.not.contain("hunter2");
  });
});

describe("the bucket of backups", () => {
  it("is reached at a bare host", () => {
    for (const endpoint of ["s3.amazonaws.com", "minio", "10.1.2.3"]) {
      expect(takesBackup({ endpoint }), endpoint).to.equal(true);
    }
    for (const endpoint of [
      "https://s3.amazonaws.com",
      "minio.example.com:9000",
      "s3.amazonaws.com/",
      "user@minio",
      "-minio",
      "minio.",
      "",
    ]) {
      expect(takesBackup({ endpoint }), endpoint).to.equal(false);
    }
  });

  it("is written to by a schedule of five fields with the characters of cron", () => {
    for (const schedule of ["30 2 * * *", "*/15 0-5 1,15 * 1-5"]) {
      expect(takesBackup({ schedule }), schedule).to.equal(true);
    }
    for (const schedule of ["30 2 * *", "30 2 * * * *", "@daily", "a b c d e", "30  2 * * *", ""]) {
      expect(takesBackup({ schedule }), schedule).to.equal(false);
    }
  });

  it("may be opened by whoever hands out the right to it, at a network and a port", () => {
    const parsed = weaviateBackup.parse({
      bucket: "backups",
      cidrs: networks,
      credentials: { cidrs: ["169.254.170.23/32"] },
    });
    expect(parsed.credentials).to.deep.equal({ cidrs: ["169.254.170.23/32"], port: 443 });
    for (const credentials of [
      {},
      { cidrs: [] },
      { cidrs: ["0.0.0.0/0"] },
      { cidrs: networks, port: 0 },
      { cidrs: networks, port: 65_536 },
      { cidrs: networks, port: 80.5 },
      { cidrs: networks, secretKey: "abc" },
    ]) {
      expect(takesBackup({ credentials }), JSON.stringify(credentials)).to.equal(false);
    }
  });
});

import { expect } from "chai";
import { judged, violations } from "./judged";
import { eu, scheduleOf, schedules } from "./recorded";

describe("the audit of who gets at a zone's data from outside", () => {
  describe("where it is asked who may log in", () => {
    const lines = (...text: string[]) => [{ setting: text.join("\n") }];
    const reject = "host all nephoran_eu_sync all reject";
    const home = "hostssl all nephoran_eu_sync 10.2.0.0/16 cert";
    const finds = (...text: string[]) => judged("logins", lines(...text))[0]?.found;

    it("takes what the zone's own pods need, and nothing that comes after the refusal for more", () => {
      expect(finds(home, reject, "hostssl all all all cert")).to.equal("so it is");
      expect(finds("# comment", `${home}   # pods`, reject, "host all all all trust")).to.equal(
        "so it is",
      );
      expect(finds(reject)).to.equal("so it is");
    });

    const open: readonly (readonly [string, string[]])[] = [
      ["no line refuses it", [home]],
      [
        'the line "hostssl all all all cert" lets it in',
        ["hostssl all all all cert", home, reject],
      ],
      [
        'the line "hostssl all nephoran_eu_sync 10.3.0.0/16 cert" lets it in',
        ["hostssl all nephoran_eu_sync 10.3.0.0/16 cert", reject],
      ],
      [
        'the line "hostssl all nephoran_eu_sync 10.2.0.0/16 trust" lets it in',
        ["hostssl all nephoran_eu_sync 10.2.0.0/16 trust", reject],
      ],
      [
        'the line "host all a,nephoran_eu_sync 10.2.0.0/16 cert" lets it in',
        ["host all a,nephoran_eu_sync 10.2.0.0/16 cert", reject],
      ],
      ["no line refuses it", [home, "host all nephoran_eu_sync 10.0.0.0/8 reject"]],
      ["no line refuses it", [""]],
    ];
    for (const [found, text] of open) {
      it(`finds: ${found} (${text.length} lines, ${text[0] ?? ""})`, () => {
        expect(finds(...text)).to.equal(found);
      });
    }
  });

  describe("where it is asked for backups", () => {
    const wrong: readonly (readonly [string, string, string])[] = [
      [
        "another bucket",
        "BACKUP DATABASE nephoran_eu INTO 's3://state-backups/x?AUTH=implicit'",
        "in bucket state-backups, by nodes of region=eu-west-1",
      ],
      [
        "a backup of the whole cluster elsewhere",
        "BACKUP INTO LATEST IN 's3://state-backups/all'",
        "in bucket state-backups, by nodes of region=eu-west-1",
      ],
      [
        "one of several databases elsewhere",
        "BACKUP DATABASE nephoran, nephoran_eu INTO 'gs://state-backups-eu/all?AUTH=implicit'",
        "in bucket gs://state-backups-eu/all, by nodes of region=eu-west-1",
      ],
      [
        "one of its tables elsewhere",
        "BACKUP TABLE nephoran_eu.public.intents INTO 'external://somewhere'",
        "in bucket external://somewhere, by nodes of region=eu-west-1",
      ],
      [
        "one that is spread over buckets",
        "BACKUP DATABASE nephoran_eu INTO ('s3://state-backups-eu/x', 's3://state-backups/x')",
        "in bucket state-backups-eu, state-backups, by nodes of region=eu-west-1",
      ],
    ];
    for (const [what, statement, found] of wrong) {
      it(`finds ${what}`, () => {
        expect(violations("backups", [schedules.full, scheduleOf(statement)])).to.deep.equal([
          `schedule by hand: in bucket state-backups-eu, by nodes of the zone / ${found}`,
        ]);
      });
    }

    it("finds increments elsewhere", () => {
      const { label, command } = schedules.incremental;
      const moved = command.replace(
        "detached",
        "detached, incremental_location = 's3://state-backups/increments'",
      );
      expect(violations("backups", [{ label, command: moved }])).to.have.length(1);
    });

    it("finds nodes outside that read the data", () => {
      const { label, command } = schedules.full;
      const elsewhere = command.replace("region=eu-west-1", "region=us-east-1");
      expect(violations("backups", [{ label, command: elsewhere }])).to.have.length(1);
      const anywhere = command.replace(", execution locality = 'region=eu-west-1'", "");
      expect(violations("backups", [{ label, command: anywhere }])[0]).to.include("nodes anywhere");
    });

    it("finds that there is none although a bucket is given, and any although none is", () => {
      expect(violations("backups", [schedules.everywhere])).to.deep.equal([
        "schedules with nephoran_eu: in bucket state-backups-eu, by nodes of the zone / none",
      ]);
      const { zone, database, regions, users, podCidrs } = eu;
      const without = { zone, database, regions, users, podCidrs };
      expect(judged("backups", [schedules.everywhere], without)[0]?.conforms).to.equal(true);
      expect(judged("backups", [schedules.full], without)[0]?.conforms).to.equal(false);
    });

    it("leaves backups of others alone, whose names only begin alike", () => {
      const other = scheduleOf("BACKUP DATABASE nephoran_eu_north INTO 's3://elsewhere/x'");
      expect(violations("backups", [schedules.full, other])).to.deep.equal([]);
    });
  });
});

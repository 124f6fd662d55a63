import { expect } from "chai";
import { isPlaceIn, placesIn } from "../../../policy/reading/places";
import { zoneOfHost } from "../../../policy/reading/urls";
import { contextOf } from "../judge";

const context = contextOf("eu-west-1");

describe("places", () => {
  it("are found by the names that clouds give their regions", () => {
    for (const [text, place] of Object.entries({
      "s3.us-east-1.amazonaws.com": "us-east-1",
      "us-gov-west-1": "us-gov-west-1",
      "eu-central-1a": "eu-central-1",
      "europe-west4-docker.pkg.dev": "europe-west4",
      "US-CENTRAL1": "us-central1",
      westeurope: "westeurope",
      "x.southcentralus.y": "southcentralus",
      eastus2: "eastus2",
    })) {
      expect(placesIn(text, context), text).to.deep.equal([place]);
    }
  });

  it("are not seen where there are none", () => {
    for (const text of ["s3.amazonaws.com", "docker.io/eu", "north-star-10x", "weaviate-0", ""]) {
      expect(placesIn(text, context), text).to.deep.equal([]);
    }
  });

  it("are also regions of the topology, whatever those are called", () => {
    const { topology } = context;
    const [first, ...rest] = topology.regions;
    const regions = first === undefined ? rest : [{ ...first, name: "berlin" }, ...rest];
    expect(placesIn("s3.berlin.example", { topology: { ...topology, regions } })).to.deep.equal([
      "berlin",
    ]);
  });

  it("are in a zone by the topology, or because a team says so", () => {
    const eu = { name: "eu", regions: ["eu-west-1"] };
    expect(isPlaceIn("eu-west-1", eu, context)).to.equal(true);
    expect(isPlaceIn("eu-central-1", eu, context)).to.equal(false);
    const configured = contextOf("eu-west-1", { zonePlaces: { eu: ["eu-central-1"] } });
    expect(isPlaceIn("eu-central-1", eu, configured)).to.equal(true);
  });
});

describe("the zone of a host", () => {
  it("is that of the regions which alone answer it", () => {
    for (const [host, zone] of Object.entries({
      "eu.nephoran.local": "eu",
      "eu.nephoran.io": "eu",
      "eu-west-1.nephoran.io": "eu",
      "prometheus.eu-west-1.nephoran.local": "eu",
      "eu-west-1.failover.nephoran.local": undefined,
      "us-east-1.nephoran.local": undefined,
      "nephoran.io": undefined,
    })) {
      expect(zoneOfHost(host, context), host).to.equal(zone);
    }
  });
});

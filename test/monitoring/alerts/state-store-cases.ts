import type { AlertCase, Told } from "./alert-case";
import { from, heartbeats } from "./case-series";

const nodeDown = (region: string): Told => ({
  labels: { region },
  summary: `${region} lacks nodes of the state store`,
  description: `${region} has fewer than 3 nodes of the state store that answer. It goes on with two of them.`,
});

/** Told until 5 min, and then marked as gone, as Prometheus does with what is not scraped. */
const THEN_GONE = "3x20 stale";

/** Cases of the alerts about the state store: the first of each fires. */
export const stateStoreCases = {
  StateStoreNodeDown: [
    {
      title: "fires after ten minutes with two of three nodes",
      series: {
        ...heartbeats("a"),
        ...from("store_nodes", "a", 2),
        ...from("store_nodes", "b", 3),
      },
      moments: { "9m30s": [], "11m": [nodeDown("a")] },
    },
    {
      title: "fires when none of them answers any more, and the region is heard from",
      series: { ...heartbeats("a"), 'nephoran:region:store_nodes{region="a"}': THEN_GONE },
      moments: { "5m": [], "14m": [], "16m": [nodeDown("a")], "25m": [nodeDown("a")] },
    },
    {
      title: "leaves it to RegionSilent when the whole region is not heard from",
      series: {
        'nephoran:region:heartbeat{region="a"}': "0+15x20",
        'nephoran:region:store_nodes{region="a"}': THEN_GONE,
      },
      moments: { "16m": [], "25m": [] },
    },
    {
      title:
        "is silent about a region that never had any, such as one whose state store is elsewhere",
      series: { ...heartbeats("a"), ...from("store_nodes", "b", 3) },
      moments: { "25m": [] },
    },
    {
      title: "is silent while nodes restart one after the other",
      series: {
        ...heartbeats("a"),
        'nephoran:region:store_nodes{region="a"}': "3x4 2x30 3x90",
      },
      moments: { "8m": [], "12m": [], "20m": [] },
    },
  ],
  StateStoreNodeNotLive: [
    {
      title: "fires after ten minutes in which nodes answer that a region takes for dead",
      series: {
        ...from("store_nodes", "a", 3),
        ...from("store_nodes", "b", 3),
        ...from("store_live_nodes", "a", 3),
        ...from("store_live_nodes", "b", 6),
      },
      moments: {
        "9m30s": [],
        "11m": [
          {
            labels: { region: "a" },
            summary: "a takes nodes of the state store to be dead that answer",
            description:
              "a counts 3 live nodes of the state store, and more than that answer: nodes cannot reach each other.",
          },
        ],
      },
    },
    {
      title: "is silent about a region that is lost, whose last samples live on for minutes",
      series: {
        ...from("store_nodes", "a", 3),
        'nephoran:region:store_nodes{region="b"}': "3x20",
        'nephoran:region:store_live_nodes{region="a"}': "6x20 3x100",
      },
      moments: { "8m": [], "16m": [], "25m": [] },
    },
  ],
  StateStoreRangesUnavailable: [
    {
      title: "fires after two minutes without a majority of copies",
      series: {
        ...from("store_ranges_unavailable", "a", 4),
        ...from("store_ranges_unavailable", "b", 0),
      },
      moments: {
        "1m45s": [],
        "3m": [
          {
            labels: { region: "a" },
            summary: "a misses a part of the state store",
            description:
              "a has nodes that tell of 4 ranges without a majority of copies: what is in them can neither be read nor written.",
          },
        ],
      },
    },
    {
      title: "is silent where all can be read",
      series: from("store_ranges_unavailable", "a", 0),
      moments: { "20m": [] },
    },
  ],
  StateStoreRangesUnderReplicated: [
    {
      title: "fires after half an hour, in which copies could have been made again",
      series: {
        'nephoran:region:store_ranges_underreplicated{region="a"}': "7x140",
        'nephoran:region:store_ranges_underreplicated{region="b"}': "0x140",
      },
      moments: {
        "29m": [],
        "31m": [
          {
            labels: { region: "a" },
            summary: "a tells of too few copies in the state store",
            description:
              "a has nodes that tell of 7 ranges with fewer live copies than they should have; the next loss may cost some of them.",
          },
        ],
      },
    },
    {
      title: "is silent about copies that are made again within minutes of a loss",
      series: { 'nephoran:region:store_ranges_underreplicated{region="a"}': "0x4 7x60 0x60" },
      moments: { "15m": [], "31m": [] },
    },
  ],
} as const satisfies Readonly<Record<string, readonly [AlertCase, ...AlertCase[]]>>;

import type { AlertCase, Told } from "./alert-case";
import { from, heartbeats } from "./case-series";

const leaderless = (region: string): Told => ({
  labels: { region },
  summary: `Nobody steers the traffic of ${region}`,
  description: `${region} has no traffic controller that leads: its routes stay as they are, whatever fails.`,
});

/** Cases of the alerts about traffic controllers: the first of each fires. */
export const steeringCases = {
  TrafficWritesFailing: [
    {
      title: "fires after two minutes in which every write failed, and for that region alone",
      series: {
        ...from("traffic_write_failures", "a", 4, ',replica="0"'),
        ...from("traffic_write_failures", "a", 0, ',replica="1"'),
        ...from("traffic_write_failures", "b", 0),
      },
      moments: {
        "1m45s": [],
        "3m": [
          {
            labels: { region: "a" },
            summary: "a cannot move its traffic",
            description:
              "a has tried 4 times in a row to write its routes and could not; what it serves is older than what it has decided.",
          },
        ],
      },
    },
    {
      title: "is silent about a write that failed once and was done a minute later",
      series: { 'nephoran:region:traffic_write_failures{region="a"}': "0x4 1x4 0x110" },
      moments: { "1m45s": [], "3m30s": [], "10m": [] },
    },
  ],
  TrafficControllerLeaderless: [
    {
      title: "fires after a minute without a leader",
      series: {
        ...heartbeats("a"),
        ...from("traffic_leaders", "a", 0),
        ...from("traffic_leaders", "b", 1),
      },
      moments: { "45s": [], "2m": [leaderless("a")] },
    },
    {
      title: "fires when the controllers have gone altogether, and the region is heard from",
      series: {
        ...heartbeats("a"),
        // Told until 5 min, and then marked as gone, as Prometheus does with what is not scraped.
        'nephoran:region:traffic_leaders{region="a"}': "1x20 stale",
      },
      moments: { "5m": [], "8m": [leaderless("a")], "25m": [leaderless("a")] },
    },
    {
      title: "leaves it to RegionSilent when the whole region is not heard from",
      series: {
        'nephoran:region:heartbeat{region="a"}': "0+15x20",
        'nephoran:region:traffic_leaders{region="a"}': "1x20 stale",
      },
      moments: { "8m": [], "25m": [] },
    },
    {
      title: "is silent where a controller is now in shadow mode, which nobody leads in",
      series: {
        ...heartbeats("a"),
        'nephoran:region:traffic_leaders{region="a"}': "1x20 stale",
        'nephoran:region:traffic_disagreement{region="a"}': "_x20 0x100",
      },
      moments: { "8m": [], "25m": [] },
    },
    {
      title: "is silent about a hand-over of half a minute",
      series: {
        ...heartbeats("a"),
        'nephoran:region:traffic_leaders{region="a"}': "1x20 0x1 1x100",
      },
      moments: { "5m30s": [], "6m": [], "20m": [] },
    },
  ],
  TrafficOverloaded: [
    {
      title: "fires once for a region, however many entries say so",
      series: {
        ...from("traffic_overloaded", "c", 1, ',entry="a"'),
        ...from("traffic_overloaded", "c", 1, ',entry="b"'),
        ...from("traffic_overloaded", "b", 0, ',entry="b"'),
      },
      moments: {
        "1m45s": [],
        "3m": [
          {
            labels: { region: "c" },
            summary: "c is planned with more than it should take",
            description:
              "c is given more requests than it has room for, since no region that may take them has any left.",
          },
        ],
      },
    },
    {
      title: "is silent while there is room",
      series: from("traffic_overloaded", "c", 0, ',entry="a"'),
      moments: { "20m": [] },
    },
  ],
  TrafficSignalsMissing: [
    {
      title: "fires after two minutes in which one entry misses a region's signals",
      series: {
        ...from("traffic_signals_missing", "c", 1, ',entry="a"'),
        ...from("traffic_signals_missing", "c", 0, ',entry="b"'),
      },
      moments: {
        "1m45s": [],
        "3m": [
          {
            labels: { region: "c" },
            summary: "Traffic is steered without the signals of c",
            description:
              "c keeps its share of the traffic, since its signals are missing, stale or no numbers for at least one entry.",
          },
        ],
      },
    },
    {
      title: "is silent while Prometheus restarts for a minute",
      series: {
        'nephoran:region:traffic_signals_missing{region="c",entry="a"}': "0x4 1x4 0x110",
      },
      moments: { "2m": [], "10m": [] },
    },
  ],
  TrafficOverridesInvalid: [
    {
      title: "fires a minute after somebody has written what cannot be understood",
      series: {
        ...from("traffic_overrides_invalid", "a", 1),
        ...from("traffic_overrides_invalid", "b", 0),
      },
      moments: {
        "45s": [],
        "2m": [
          {
            labels: { region: "a" },
            summary: "Orders to the traffic of a are ignored",
            description:
              "a cannot understand its overrides as they are written; the last ones that it could still count.",
          },
        ],
      },
    },
    {
      title: "is silent where they are valid",
      series: from("traffic_overrides_invalid", "a", 0),
      moments: { "20m": [] },
    },
  ],
  TrafficShadowDisagrees: [
    {
      title: "fires after 15 min in which a controller would write another row",
      series: {
        ...from("traffic_disagreement", "a", 20),
        ...from("traffic_disagreement", "b", 0),
      },
      moments: {
        "14m": [],
        "17m": [
          {
            labels: { region: "a" },
            summary: "a serves another row than its controller would write",
            description:
              "a has a traffic controller in shadow mode, which would move 20 of 100 points of what is served.",
          },
        ],
      },
    },
    {
      title: "is silent where both say the same",
      series: from("traffic_disagreement", "a", 0),
      moments: { "25m": [] },
    },
  ],
} as const satisfies Readonly<Record<string, readonly [AlertCase, ...AlertCase[]]>>;

/** An answer to GET /decision with what is required, and what is shown. */
export const decisionOf = (entry: string) => ({
  version: 1,
  at: "2026-01-01T12:00:00.000Z",
  summary: "All regions are healthy.",
  entry,
  identity: "traffic-controller-1",
  mode: "active",
  strategy: "hybrid",
  warmUpLeftSeconds: 0,
  leader: { isSelf: true, text: "This replica leads." },
  alerts: [],
  regions: [{ region: "us-east-1", state: "healthy", why: ["It is well."] }],
  entries: [
    { entry: "us-west-2", isOwn: false, served: { "us-west-2": 100 }, why: [], whyNotWritten: "" },
    { entry, isOwn: true, served: { [entry]: 100 }, why: [], whyNotWritten: "" },
  ],
  overrides: { read: true, list: [], leftOut: 0 },
  writes: {
    last: {
      at: "2026-01-01T11:59:00.000Z",
      ageSeconds: 60,
      weights: { [entry]: 100 },
      because: ["It is nearest."],
    },
    nextTryInSeconds: 0,
  },
});

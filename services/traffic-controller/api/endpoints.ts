import type { Registry } from "prom-client";
import type { z } from "zod";
import type { Controller } from "../controller/controller";
import type { Strategy } from "../settings";
import { SIGNALS_PATH } from "../signals/place";
import { signalsAnswer, toWire } from "../signals/wire";
import { decisionAnswer } from "./decision-schema";
import { decisionText } from "./decision-text";
import { explanation, type Remembered } from "./explanation";
import { liveness, Readiness, type Verdict } from "./health";
import { type History, KEPT } from "./history";
import { historyAnswer } from "./history-schema";
import { historyText } from "./history-text";

/** What the answers are made of. */
export interface ApiOptions {
  readonly controller: Pick<Controller, "status" | "ownReport">;
  readonly recorder: Remembered & {
    readonly history: Pick<History, "answer">;
    readonly lastTickMs: number;
  };
  readonly registry: Pick<Registry, "metrics" | "contentType">;
  /** Own region. */
  readonly region: string;
  readonly strategy: Strategy;
  /** ms since 1970, by the clock of the ticks. */
  readonly now: () => number;
}

/** What a caller asks for beside the path. */
export interface Question {
  readonly format: "json" | "text";
  /** How many entries of the history. */
  readonly limit: number;
}

export interface Answer {
  readonly status: 200 | 503;
  readonly contentType: string;
  readonly body: string;
}

export interface Endpoint {
  readonly path: `/${string}`;
  /** What it tells, in a sentence. */
  readonly tells: string;
  /** Who asks. */
  readonly askedBy: string;
  /** Of its JSON; left out where there is none. */
  readonly schema?: z.ZodType;
  /** Whether it can be had as text too. */
  readonly hasText: boolean;
  readonly answer: (question: Question, options: ApiOptions) => Answer | Promise<Answer>;
}

/** Entries of the history that are given unless more or fewer are asked for. */
export const USUAL_LIMIT = 50;

export const JSON_TYPE = "application/json; charset=utf-8";
export const TEXT_TYPE = "text/plain; charset=utf-8";

/** Everything that there is to ask. A controller's readiness is its own, so this is made for each. */
export function endpointsOf(): readonly Endpoint[] {
  const readiness = new Readiness();
  return [
    {
      path: "/decision",
      tells: "What has been decided, from what, and why; what is written, and why not.",
      askedBy: "people, at 3 a.m. too",
      schema: decisionAnswer,
      hasText: true,
      answer: ({ format }, { controller, recorder, strategy, now }) => {
        const answer = explanation(controller.status(now()), strategy, recorder);
        return format === "text" ? text(decisionText(answer)) : json(answer);
      },
    },
    {
      path: "/history",
      tells: `What has happened since this replica started, the last ${KEPT} at most; \`?limit=\` takes 1 to ${KEPT}, ${USUAL_LIMIT} if it is left out.`,
      askedBy: "people",
      schema: historyAnswer,
      hasText: true,
      answer: ({ format, limit }, { recorder }) => {
        const answer = recorder.history.answer(limit);
        return format === "text" ? text(historyText(answer)) : json(answer);
      },
    },
    {
      path: SIGNALS_PATH,
      tells: "What this region says of itself: its signals, its probes, the row that it serves.",
      askedBy: "the controllers of all regions, each second, through the gateways",
      schema: signalsAnswer,
      hasText: false,
      answer: (_, { controller, region, now }) => ({
        status: 200,
        contentType: JSON_TYPE,
        body: toWire(region, controller.ownReport(now())),
      }),
    },
    {
      path: "/healthz",
      tells: "Whether the loop goes on: 200, or 503 when it has not ticked for 10 s.",
      askedBy: "the kubelet, which restarts the container",
      hasText: true,
      answer: (_, { recorder, now }) => ofVerdict(liveness(recorder.lastTickMs, now())),
    },
    {
      path: "/readyz",
      tells: "Whether it has seen probes and the routes once: 200, or 503 before that.",
      askedBy: "the kubelet, before peers are sent here",
      hasText: true,
      answer: (_, { controller, now }) => ofVerdict(readiness.verdict(controller.status(now()))),
    },
    {
      path: "/metrics",
      tells: "The metrics that docs/monitoring.md lists as the traffic controller's.",
      askedBy: "the region's Prometheus",
      hasText: true,
      answer: async (_, { registry }) => ({
        status: 200,
        contentType: registry.contentType,
        body: await registry.metrics(),
      }),
    },
  ];
}

const json = (answer: object): Answer => ({
  status: 200,
  contentType: JSON_TYPE,
  body: `${JSON.stringify(answer, undefined, 2)}\n`,
});

const text = (body: string): Answer => ({ status: 200, contentType: TEXT_TYPE, body });

const ofVerdict = ({ isWell, text: body }: Verdict): Answer => ({
  status: isWell ? 200 : 503,
  contentType: TEXT_TYPE,
  body: `${body}\n`,
});

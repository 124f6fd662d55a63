import { expect } from "chai";
import { readSettings } from "../../../../../sandbox/live/stand-ins/llm-processor/settings";

describe("the environment of the stand-in for llm-processor", () => {
  const region = { REGION: "eu-west-1" };

  it("makes a front of it where somebody is named to hand on to, as in the program", () => {
    expect(
      readSettings({
        ...region,
        REGIONAL_ENDPOINT: "http://internal-gateway.nephoran-ingress.svc:8443",
      }),
    ).to.deep.equal({
      role: "front",
      REGION: "eu-west-1",
      HTTP_PORT: 8_080,
      REGIONAL_ENDPOINT: "http://internal-gateway.nephoran-ingress.svc:8443",
    });
  });

  it("makes a processor of it otherwise, with the region's limits", () => {
    const settings = readSettings({
      ...region,
      MAX_CONCURRENT_INTENTS: "80",
      MAX_LLM_RPS: "8",
      PROCESSING_MS: "120",
    });
    expect(settings).to.include({
      role: "processor",
      MAX_CONCURRENT_INTENTS: 80,
      MAX_LLM_RPS: 8,
      PROCESSING_MS: 120,
      HTTP_PORT: 8_080,
      CONTROL_PORT: 8_079,
    });
  });

  it("is refused with every variable that is missing or wrong", () => {
    expect(() => readSettings({ MAX_CONCURRENT_INTENTS: "many" }))
      .to.throw(
        /REGION: .*\n {2}MAX_CONCURRENT_INTENTS: a whole number is wanted\n {2}MAX_LLM_RPS: /,
      )
      .with.property("code", "bad-environment");
  });
});

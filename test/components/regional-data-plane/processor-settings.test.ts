import { expect } from "chai";
import {
  type ProcessorSettings,
  processorSettings,
} from "../../../components/regional-data-plane/processor-settings";
import type { ProgramConfig } from "../../../config/program-config";
import { shippedStack } from "../../shipped-project";
import { fullRegion } from "../full-region";

const INFERENCE = "http://llm-inference.test:8080";

const settingsOf = (config: ProgramConfig, inferenceUrl?: string): ProcessorSettings =>
  processorSettings(config, { weaviateUrl: "http://weaviate.test:8080", inferenceUrl });

describe("what the regional processor is told", () => {
  it("is all of the region's configuration, every value as text", () => {
    expect(settingsOf(fullRegion({ REGION_NAME: "At home" }), INFERENCE)).to.deep.equal({
      REGION: "home",
      REGION_NAME: "At home",
      MAX_CONCURRENT_INTENTS: "100",
      MAX_DEPLOYMENTS_PER_MINUTE: "50",
      MAX_LLM_RPS: "10",
      EDGE_ENABLED: "true",
      LOCAL_ML_ENABLED: "true",
      DATA_RESIDENCY: "false",
      COMPLIANCE_MODE: "standard",
      WEAVIATE_URL: "http://weaviate.test:8080",
      WEAVIATE_API_KEY_FILE: "/secrets/weaviate-api-key",
      OAUTH2_ISSUER: "https://auth.home.nephoran.io",
      OAUTH2_AUDIENCE: "nephoran-home",
      OAUTH2_CLIENT_ID: "nephoran-home",
      OAUTH2_CLIENT_SECRET_FILE: "/secrets/oauth2-client-secret",
      REGIONAL_MODEL_ENDPOINT: INFERENCE,
      LLM_PROVIDER_URL: "https://llm.example.com/v1",
      LLM_PROVIDER_API_KEY_FILE: "/secrets/llm-provider-api-key",
    });
  });

  it("is the residency zone where data stays in one", () => {
    const { RESIDENCY_ZONE, DATA_RESIDENCY, COMPLIANCE_MODE } = settingsOf(
      shippedStack("eu-west-1"),
    );
    expect([RESIDENCY_ZONE, DATA_RESIDENCY, COMPLIANCE_MODE]).to.deep.equal(["eu", "true", "gdpr"]);
  });

  it("is nothing of what the region does not have", () => {
    const config = fullRegion({
      EDGE_ENABLED: false,
      llmProvider: undefined,
      llmProviderApiKey: undefined,
    });
    const settings = settingsOf(config);
    expect(settings).to.deep.include({ EDGE_ENABLED: "false", LOCAL_ML_ENABLED: "false" });
    expect(settings).to.not.have.any.keys(
      "RESIDENCY_ZONE",
      "REGIONAL_MODEL_ENDPOINT",
      "LLM_PROVIDER_URL",
      "LLM_PROVIDER_API_KEY_FILE",
    );
  });

  it("is the provider without a key where it asks for none", () => {
    const settings = settingsOf(fullRegion({ llmProviderApiKey: undefined }));
    expect(settings).to.have.property("LLM_PROVIDER_URL");
    expect(settings).to.not.have.property("LLM_PROVIDER_API_KEY_FILE");
  });
});

import { literal } from "./sql-text";

/** Settings of the cluster that the state store relies on, as one SQL text that may be repeated. */
export const settingStatements = (hba: string): string =>
  [
    // Changefeeds, by which the synchronizer hears of changes, need it.
    ["kv.rangefeed.enabled", "true"],
    // Clients hear within seconds that a stopping node is no longer ready, and go elsewhere.
    ["server.shutdown.initial_wait", "'5s'"],
    // The licence and who may log in are for administrators alone.
    ["server.redact_sensitive_settings.enabled", "true"],
    ["server.host_based_authentication.configuration", literal(hba)],
  ]
    .map(([setting, value]) => `SET CLUSTER SETTING ${setting} = ${value};\n`)
    .join("");

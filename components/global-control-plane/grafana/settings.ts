import { SECRETS_DIRECTORY } from "../../workload/workload";
import { controlPlanePorts } from "../connections";

/** Where Grafana keeps what it can make anew, the node's own storage. */
export const DATA_DIRECTORY = "/var/lib/grafana";

/** What data sources and dashboards there are, read when Grafana starts. */
export const PROVISIONING_DIRECTORY = "/etc/grafana/provisioning";

/** The dashboards themselves, read again whenever they change. */
export const DASHBOARDS_DIRECTORY = "/etc/grafana/dashboards";

/** Files of Grafana's secrets. */
export const secretFiles = {
  adminPassword: "admin-password",
  /** Key of what Grafana encrypts in its own database. */
  secretKey: "secret-key",
} as const;

/**
 * Grafana's settings as its variables, none of them a secret:
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 *
 * @param homeDashboard path of the dashboard that is shown first.
 */
export const grafanaSettings = (homeDashboard: string): Readonly<Record<string, string>> => ({
  GF_SERVER_HTTP_PORT: String(controlPlanePorts.grafana),
  GF_PATHS_DATA: DATA_DIRECTORY,
  GF_PATHS_LOGS: `${DATA_DIRECTORY}/log`,
  GF_PATHS_PLUGINS: `${DATA_DIRECTORY}/plugins`,
  GF_PATHS_PROVISIONING: PROVISIONING_DIRECTORY,
  GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: homeDashboard,
  // Who comes in is who has the password.
  GF_SECURITY_ADMIN_PASSWORD__FILE: `${SECRETS_DIRECTORY}/${secretFiles.adminPassword}`,
  GF_SECURITY_SECRET_KEY__FILE: `${SECRETS_DIRECTORY}/${secretFiles.secretKey}`,
  GF_SECURITY_COOKIE_SECURE: "true",
  GF_SECURITY_COOKIE_SAMESITE: "strict",
  GF_SECURITY_CONTENT_SECURITY_POLICY: "true",
  GF_SECURITY_DISABLE_GRAVATAR: "true",
  GF_AUTH_ANONYMOUS_ENABLED: "false",
  GF_USERS_ALLOW_SIGN_UP: "false",
  GF_USERS_ALLOW_ORG_CREATE: "false",
  GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
  // It has no way out, and would only wait for each of these.
  GF_ANALYTICS_REPORTING_ENABLED: "false",
  GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  GF_ANALYTICS_FEEDBACK_LINKS_ENABLED: "false",
  GF_NEWS_NEWS_FEED_ENABLED: "false",
  GF_PLUGINS_PREINSTALL_DISABLED: "true",
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: "false",
  GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: "true",
  // Alerts are Prometheus's, and told by Alertmanager.
  GF_UNIFIED_ALERTING_EXECUTE_ALERTS: "false",
  GF_LOG_MODE: "console",
  GF_LOG_CONSOLE_FORMAT: "json",
});

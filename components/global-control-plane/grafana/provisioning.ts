import { stringify } from "yaml";
import { DASHBOARDS_DIRECTORY } from "./settings";

/** Keys of the ConfigMap of what is provisioned, and where Grafana looks for each. */
export const provisioningFiles = {
  "data-sources.yaml": "datasources/prometheus.yaml",
  "dashboards.yaml": "dashboards/nephoran.yaml",
} as const;

type ProvisioningFile = keyof typeof provisioningFiles;

/** Seconds after which another dashboard is shown. */
const UPDATE_SECONDS = 30;

/**
 * What Grafana starts with: https://grafana.com/docs/grafana/latest/administration/provisioning/
 *
 * @param dataSource identifier by which dashboards name the data source, and where it answers.
 */
export const provisioning = ({
  uid,
  url,
}: {
  readonly uid: string;
  readonly url: string;
}): Record<ProvisioningFile, string> => ({
  "data-sources.yaml": stringify({
    apiVersion: 1,
    datasources: [
      {
        name: "Prometheus, all regions",
        uid,
        type: "prometheus",
        access: "proxy",
        url,
        isDefault: true,
        editable: false,
        jsonData: { httpMethod: "POST", manageAlerts: true },
      },
    ],
  }),
  "dashboards.yaml": stringify({
    apiVersion: 1,
    providers: [
      {
        name: "nephoran",
        folder: "Nephoran",
        type: "file",
        allowUiUpdates: false,
        disableDeletion: true,
        updateIntervalSeconds: UPDATE_SECONDS,
        options: { path: DASHBOARDS_DIRECTORY },
      },
    ],
  }),
});

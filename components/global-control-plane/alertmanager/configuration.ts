/** Name of the receiver, as it stands in routes. */
type ReceiverName = "operators" | "nobody";

/**
 * The part of Alertmanager's configuration that is used here:
 * https://prometheus.io/docs/alerting/latest/configuration/
 */
export interface AlertmanagerConfiguration {
  readonly route: Route & { readonly routes: readonly ChildRoute[] };
  readonly receivers: readonly Receiver[];
  readonly inhibit_rules: readonly InhibitRule[];
}

interface Route {
  readonly receiver: ReceiverName;
  /** Labels that one notification's alerts share. */
  readonly group_by: readonly string[];
  /** How long the first notification of a group waits for more of it. */
  readonly group_wait: string;
  /** How long a group waits until it tells of new alerts. */
  readonly group_interval: string;
  /** How often what still fires is told again. */
  readonly repeat_interval: string;
}

type ChildRoute = Partial<Route> & { readonly matchers: readonly string[] };

interface Receiver {
  readonly name: ReceiverName;
  readonly webhook_configs?: readonly [
    { readonly url_file: string; readonly send_resolved: boolean },
  ];
}

interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/**
 * Who is told of what, and when. No secret is in it: the webhook's URL is read from a file.
 *
 * @param webhookUrlFile path of the file with the URL that alerts are sent to; absent: nobody is told.
 */
export function alertmanagerConfiguration(webhookUrlFile?: string): AlertmanagerConfiguration {
  const receiver = receiverOf(webhookUrlFile);
  return {
    route: {
      receiver: receiver.name,
      // One message for a region that has several of the same.
      group_by: ["alertname", "region"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "4h",
      routes: [{ matchers: ['severity="critical"'], group_wait: "10s", repeat_interval: "1h" }],
    },
    receivers: [receiver],
    inhibit_rules: [
      {
        // Why a region's traffic looks odd is known once it is known to be out.
        // Two without a region would pass for two of one region.
        source_matchers: ['severity="critical"', 'region!=""'],
        target_matchers: ['severity="warning"'],
        equal: ["region"],
      },
    ],
  };
}

const receiverOf = (webhookUrlFile: string | undefined): Receiver =>
  webhookUrlFile === undefined
    ? { name: "nobody" }
    : {
        name: "operators",
        webhook_configs: [{ url_file: webhookUrlFile, send_resolved: true }],
      };

/** Something that is told, as Prometheus would hand it on. */
export interface Told {
  /** Besides the severity. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
}

/** Series as promtool writes them, one value every 15 s, and what an alert makes of them. */
export interface AlertCase {
  /** Ends the sentence "NAME …". */
  readonly title: string;
  readonly series: Readonly<Record<string, string>>;
  /** When it is looked at, and what is told then. */
  readonly moments: Readonly<Record<string, readonly Told[]>>;
}

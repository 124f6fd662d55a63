/** What a network device has received and sent since it is there. */
export interface DeviceCounters {
  readonly device: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** Parses `/proc/PID/net/dev`, see proc_pid_net(5), without the loopback device, as cAdvisor does. */
export function parseNetworkCounters(text: string): DeviceCounters[] {
  return text.split("\n").flatMap((line) => {
    const [, device, counters] = /^\s*([^\s:]+):\s*(.+)$/.exec(line) ?? [];
    if (device === undefined || counters === undefined || device === "lo") return [];
    const numbers = counters.trim().split(/\s+/).map(Number);
    const [receivedBytes, sentBytes] = [numbers[0], numbers[8]];
    if (receivedBytes === undefined || sentBytes === undefined) return [];
    return [{ device, receivedBytes, sentBytes }];
  });
}

import { expect } from "chai";
import { parseNetworkCounters } from "../../../../../sandbox/live/pods/metrics/network-counters";

const DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:  987654    1200    0    0    0     0          0         0   987654    1200    0    0    0     0       0          0
  eth0: 123456789   4321    0    0    0     0          0         0 4567890    2222    0    0    0     0       0          0
wan0.7:12 1 0 0 0 0 0 0 34 1 0 0 0 0 0 0
`;

describe("/proc/PID/net/dev", () => {
  it("gives bytes both ways by device, without the loopback", () => {
    expect(parseNetworkCounters(DEV)).to.deep.equal([
      { device: "eth0", receivedBytes: 123_456_789, sentBytes: 4_567_890 },
      { device: "wan0.7", receivedBytes: 12, sentBytes: 34 },
    ]);
  });

  it("gives nothing where there is nothing", () => {
    expect(parseNetworkCounters("")).to.deep.equal([]);
  });
});

package router

import (
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

type site struct {
	name  string
	cidrs []netip.Prefix
	tun   int
	// links are the directions that begin here, by the number of the site where they end.
	links []*link
}

type network struct {
	// mutex guards the links and the packets on their way, which the control changes too.
	mutex sync.Mutex
	sites []*site
	onWay packets
}

// bufferBytes is the most that a packet has.
const bufferBytes = 65_536

func newNetwork(sites []*site) *network {
	for _, from := range sites {
		from.links = make([]*link, len(sites))
		for i := range sites {
			from.links[i] = &link{record: linkRecord{Connections: map[string]int64{}}}
		}
	}
	return &network{sites: sites}
}

// run carries packets, all of them in one thread: it waits for whichever comes first, a packet at a
// device or the time at which one arrives.
func (n *network) run() error {
	runtime.LockOSThread()
	devices := make([]unix.PollFd, len(n.sites))
	for i, s := range n.sites {
		devices[i] = unix.PollFd{Fd: int32(s.tun), Events: unix.POLLIN}
	}
	buffer := make([]byte, bufferBytes)
	var nextArrival *unix.Timespec
	for {
		// Its clock is fine enough for this, which that of epoll_wait is not.
		if _, err := unix.Ppoll(devices, nextArrival, nil); err != nil && !errors.Is(err, unix.EINTR) {
			return err
		}
		var err error
		if nextArrival, err = n.carry(devices, buffer); err != nil {
			return err
		}
	}
}

// carry takes what sites have sent and hands over what has arrived; it returns how long it is until
// the next packet arrives, or nil if none is on its way.
func (n *network) carry(devices []unix.PollFd, buffer []byte) (*unix.Timespec, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	for i, device := range devices {
		if device.Revents == 0 {
			continue
		}
		if err := n.take(i, buffer); err != nil {
			return nil, fmt.Errorf("site %s: %w", n.sites[i].name, err)
		}
	}
	n.onWay.take(time.Now(), n.write)
	next, some := n.onWay.next()
	if !some {
		return nil, nil
	}
	left := unix.NsecToTimespec(int64(max(time.Until(next), 0)))
	return &left, nil
}

// batch is how many packets are taken from one device before the others have their turn.
const batch = 64

// take puts what a site sends on its way.
func (n *network) take(from int, buffer []byte) error {
	for range batch {
		count, err := unix.Read(n.sites[from].tun, buffer)
		if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR) {
			return nil
		}
		if err != nil {
			return err
		}
		if packet := buffer[:count]; isIPv4(packet) {
			n.send(from, packet)
		}
	}
	return nil
}

func (n *network) send(from int, packet []byte) {
	to := n.siteOf(destination(packet))
	if to < 0 || to == from {
		return
	}
	now := time.Now()
	l := n.sites[from].links[to]
	if l.cut != whole {
		l.record.Dropped++
		if l.cut == resetting {
			toSender, toReceiver := resets(packet)
			n.write(toSender, from)
			n.write(toReceiver, to)
		}
		return
	}
	arrival, arrives := l.arrival(now, len(packet))
	if !arrives {
		l.record.Dropped++
		return
	}
	l.record.count(packet)
	n.onWay.add(packet, to, arrival)
}

func (n *network) siteOf(address netip.Addr) int {
	for i, s := range n.sites {
		for _, cidr := range s.cidrs {
			if cidr.Contains(address) {
				return i
			}
		}
	}
	return -1
}

// write gives a packet to a site. One that the site has no room for is lost, as on any wire.
func (n *network) write(data []byte, to int) {
	if data != nil {
		_, _ = unix.Write(n.sites[to].tun, data)
	}
}

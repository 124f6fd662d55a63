package router

import (
	"math/rand/v2"
	"time"
)

// link is one direction between two sites, with what has been done to it.
type link struct {
	delay  time.Duration
	jitter time.Duration
	// bytesPerSecond is the bandwidth; 0: unlimited.
	bytesPerSecond float64
	loss           float64
	cut            cut

	// sentUntil is when the last packet that waits for bandwidth has left.
	sentUntil time.Time
	// lastArrival keeps packets in order, whatever the jitter.
	lastArrival time.Time
	record      linkRecord
}

type cut string

const (
	whole     cut = ""
	dropping  cut = "drop"
	resetting cut = "reset"
)

// maxQueue bounds how long a packet waits for bandwidth, as a router's buffer does.
const maxQueue = 200 * time.Millisecond

// arrival tells when a packet that enters the link now arrives, and false if it never does.
func (l *link) arrival(now time.Time, bytes int) (time.Time, bool) {
	if l.loss > 0 && rand.Float64() < l.loss {
		return time.Time{}, false
	}
	left := now
	if l.bytesPerSecond > 0 {
		if l.sentUntil.After(now) {
			left = l.sentUntil
		}
		if left.Sub(now) > maxQueue {
			return time.Time{}, false
		}
		left = left.Add(time.Duration(float64(bytes) / l.bytesPerSecond * float64(time.Second)))
		l.sentUntil = left
	}
	travel := l.delay
	if l.jitter > 0 {
		travel += time.Duration((2*rand.Float64() - 1) * float64(l.jitter))
	}
	arrival := left.Add(max(travel, 0))
	if arrival.Before(l.lastArrival) {
		arrival = l.lastArrival
	}
	l.lastArrival = arrival
	return arrival, true
}

// maxDestinations bounds a record; connections to further destinations are not counted.
const maxDestinations = 10_000

// linkRecord is what went through a link since the start.
type linkRecord struct {
	Packets int64 `json:"packets"`
	Bytes   int64 `json:"bytes"`
	Dropped int64 `json:"dropped"`
	// Connections counts SYN packets by destination address:port.
	Connections map[string]int64 `json:"connections"`
}

func (r *linkRecord) count(packet []byte) {
	r.Packets++
	r.Bytes += int64(len(packet))
	if !beginsConnection(packet) {
		return
	}
	destination := destinationPort(packet)
	if _, known := r.Connections[destination]; known || len(r.Connections) < maxDestinations {
		r.Connections[destination]++
	}
}

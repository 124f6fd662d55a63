package router

import (
	"container/heap"
	"time"
)

// packet is on its way to a site.
type packet struct {
	data    []byte
	to      int
	arrival time.Time
	// number tells those apart that arrive at the same time: the earlier one comes first.
	number uint64
}

// usualBytes is up to what length packets take up no new memory.
const usualBytes = 2048

// packets on their way: a heap with the next to arrive on top.
type packets struct {
	queue []*packet
	added uint64
	// free are those that have arrived, for the next ones.
	free []*packet
}

// add puts a copy of a packet on its way.
func (p *packets) add(data []byte, to int, arrival time.Time) {
	var added *packet
	if last := len(p.free) - 1; last >= 0 {
		added, p.free = p.free[last], p.free[:last]
	} else {
		added = &packet{data: make([]byte, 0, usualBytes)}
	}
	p.added++
	added.data = append(added.data[:0], data...)
	added.to, added.arrival, added.number = to, arrival, p.added
	heap.Push(p, added)
}

// next is when the first packet arrives; false if none is on its way.
func (p *packets) next() (time.Time, bool) {
	if len(p.queue) == 0 {
		return time.Time{}, false
	}
	return p.queue[0].arrival, true
}

// take hands over what has arrived by now, in order.
func (p *packets) take(now time.Time, deliver func(data []byte, to int)) {
	for len(p.queue) > 0 && !p.queue[0].arrival.After(now) {
		arrived := heap.Pop(p).(*packet)
		deliver(arrived.data, arrived.to)
		if cap(arrived.data) == usualBytes {
			p.free = append(p.free, arrived)
		}
	}
}

func (p *packets) Len() int      { return len(p.queue) }
func (p *packets) Swap(i, j int) { p.queue[i], p.queue[j] = p.queue[j], p.queue[i] }
func (p *packets) Push(x any)    { p.queue = append(p.queue, x.(*packet)) }

func (p *packets) Less(i, j int) bool {
	a, b := p.queue[i], p.queue[j]
	if a.arrival.Equal(b.arrival) {
		return a.number < b.number
	}
	return a.arrival.Before(b.arrival)
}

func (p *packets) Pop() any {
	last := len(p.queue) - 1
	popped := p.queue[last]
	p.queue[last] = nil
	p.queue = p.queue[:last]
	return popped
}

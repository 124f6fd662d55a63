package router

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// linkOption is a link as the caller sets it.
type linkOption struct {
	DelayMs  float64 `json:"delayMs"`
	JitterMs float64 `json:"jitterMs"`
	Mbps     float64 `json:"mbps"`
	Loss     float64 `json:"loss"`
}

type cutOption struct {
	From string `json:"from"`
	To   string `json:"to"`
	How  cut    `json:"how"`
}

// control is the router's own HTTP interface. Whoever may open its socket may do all of it.
func (n *network) control() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ready", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /record", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "application/json")
		_, _ = w.Write(n.recordJSON())
	})
	mux.HandleFunc("POST /links", change(func(links map[string]linkOption) error {
		return n.setLinks(links)
	}))
	mux.HandleFunc("POST /cut", change(func(option cutOption) error {
		if option.How != dropping && option.How != resetting {
			return fmt.Errorf("how: %q is neither drop nor reset", option.How)
		}
		return n.setCut(option.From, option.To, option.How)
	}))
	mux.HandleFunc("POST /heal", change(func(option cutOption) error {
		return n.heal(option.From, option.To)
	}))
	return mux
}

// change answers once a change is in force, or with 400 and why it is not.
func change[Body any](apply func(Body) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body Body
		decoder := json.NewDecoder(r.Body)
		decoder.DisallowUnknownFields()
		err := decoder.Decode(&body)
		if err == nil {
			err = apply(body)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	}
}

func (n *network) setLinks(options map[string]linkOption) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	found := make(map[string]*link, len(options))
	for direction, option := range options {
		from, to, _ := strings.Cut(direction, ">")
		l, err := n.link(from, to)
		if err != nil {
			return err
		}
		if option.DelayMs < 0 || option.JitterMs < 0 || option.Mbps < 0 || option.Loss < 0 || option.Loss > 1 {
			return fmt.Errorf("%s: no figure is negative, and loss is at most 1", direction)
		}
		found[direction] = l
	}
	for direction, option := range options {
		l := found[direction]
		l.delay = milliseconds(option.DelayMs)
		l.jitter = milliseconds(option.JitterMs)
		l.bytesPerSecond = option.Mbps * 1e6 / 8
		l.loss = option.Loss
		// What was on its way by the link as it was does not hold up what comes after.
		l.lastArrival, l.sentUntil = time.Time{}, time.Time{}
	}
	return nil
}

func milliseconds(value float64) time.Duration {
	return time.Duration(value * float64(time.Millisecond))
}

func (n *network) setCut(from, to string, how cut) error {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	l, err := n.link(from, to)
	if err != nil {
		return err
	}
	l.cut = how
	return nil
}

// heal takes back the cut of one direction, or, without names, all of them.
func (n *network) heal(from, to string) error {
	if from != "" || to != "" {
		return n.setCut(from, to, whole)
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	for _, s := range n.sites {
		for _, l := range s.links {
			l.cut = whole
		}
	}
	return nil
}

func (n *network) link(from, to string) (*link, error) {
	start, end := -1, -1
	for i, s := range n.sites {
		if s.name == from {
			start = i
		}
		if s.name == to {
			end = i
		}
	}
	if start < 0 || end < 0 || start == end {
		return nil, fmt.Errorf("%s>%s does not name two sites", from, to)
	}
	return n.sites[start].links[end], nil
}

func (n *network) recordJSON() []byte {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	record := map[string]linkRecord{}
	for i, from := range n.sites {
		for j, to := range n.sites {
			if i != j {
				record[from.name+">"+to.name] = from.links[j].record
			}
		}
	}
	encoded, err := json.Marshal(record)
	if err != nil {
		panic(err)
	}
	return encoded
}

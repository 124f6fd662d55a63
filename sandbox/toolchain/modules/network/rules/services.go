// Package rules programs the kernel's translation of addresses in the network namespace that it is
// called in.
package rules

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

// services is the complete state that is wanted.
type services struct {
	Services []service `json:"services"`
}

// service is one address and port of a Service.
type service struct {
	Address   netip.Addr `json:"address"`
	Port      uint16     `json:"port"`
	Protocol  protocol   `json:"protocol"`
	Endpoints []endpoint `json:"endpoints"`
}

type endpoint struct {
	Address netip.Addr `json:"address"`
	Port    uint16     `json:"port"`
}

// ServicesMain reads one state after the other from its standard input, each as JSON, and puts it in
// place of the one before, in one transaction. It says "done" once a state is in force, and leaves
// the last one behind.
//
// New connections to a Service go to one of its endpoints at random. Those that there are stay where
// they are, but for UDP, where a client that goes on asking an endpoint that is gone would never
// notice.
func ServicesMain(arguments []string) error {
	if len(arguments) > 0 {
		return fmt.Errorf("unexpected argument %q", arguments[0])
	}
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	for {
		var wanted services
		err := decoder.Decode(&wanted)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		if err := wanted.apply(); err != nil {
			return err
		}
		fmt.Println("done")
	}
}

func (wanted services) apply() error {
	for _, s := range wanted.Services {
		if err := s.check(); err != nil {
			return fmt.Errorf("service %s:%d: %w", s.Address, s.Port, err)
		}
	}
	if err := program(wanted.Services); err != nil {
		return err
	}
	return forgetGoneEndpoints(wanted.Services)
}

func (s service) check() error {
	if _, err := s.Protocol.number(); err != nil {
		return err
	}
	for _, address := range append([]endpoint{{Address: s.Address}}, s.Endpoints...) {
		if !address.Address.Is4() {
			return fmt.Errorf("%q is not an IPv4 address", address.Address)
		}
	}
	return nil
}

// program makes a chain with a rule for each endpoint, which connections from pods (prerouting) and
// from the site's own processes (output) go through.
func program(wanted []service) error {
	connection, err := nftables.New()
	if err != nil {
		return err
	}
	table := connection.AddTable(&nftables.Table{Name: "services", Family: nftables.TableFamilyIPv4})
	// Old rules go and new ones come in the same transaction; the chains stay, with what they did
	// to the connections that there are.
	chain := func(c *nftables.Chain) *nftables.Chain {
		c.Table = table
		connection.AddChain(c)
		connection.FlushChain(c)
		return c
	}
	translate := chain(&nftables.Chain{Name: "translate"})
	hooked := func(name string, hook *nftables.ChainHook, priority *nftables.ChainPriority) *nftables.Chain {
		return chain(&nftables.Chain{
			Name: name, Type: nftables.ChainTypeNAT, Hooknum: hook, Priority: priority,
		})
	}
	add := func(c *nftables.Chain, expressions ...[]expr.Any) {
		var all []expr.Any
		for _, some := range expressions {
			all = append(all, some...)
		}
		connection.AddRule(&nftables.Rule{Table: table, Chain: c, Exprs: all})
	}
	jump := []expr.Any{&expr.Verdict{Kind: expr.VerdictJump, Chain: translate.Name}}
	add(hooked("prerouting", nftables.ChainHookPrerouting, nftables.ChainPriorityNATDest), jump)
	add(hooked("output", nftables.ChainHookOutput, nftables.ChainPriorityNATDest), jump)
	masquerade := hooked("postrouting", nftables.ChainHookPostrouting, nftables.ChainPriorityNATSource)

	toItself := map[netip.Addr]bool{}
	for _, s := range wanted {
		protocol, _ := s.Protocol.number()
		for i, e := range s.Endpoints {
			// The first of n takes one connection in n, the next one of n-1 of the rest, and so on.
			add(translate, isProtocol(protocol), isDestination(s.Address), isDestinationPort(s.Port),
				oneIn(len(s.Endpoints)-i), translateTo(e))
			toItself[e.Address] = true
		}
	}
	for address := range toItself {
		// A pod that calls itself by its Service would otherwise get a packet from its own address.
		add(masquerade, isSource(address), isDestination(address), []expr.Any{&expr.Masq{}})
	}
	return connection.Flush()
}

func translateTo(e endpoint) []expr.Any {
	return []expr.Any{
		&expr.Immediate{Register: 1, Data: e.Address.AsSlice()},
		&expr.Immediate{Register: 2, Data: networkOrder(e.Port)},
		&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1, RegProtoMin: 2},
	}
}

// oneIn matches one of so many, at random.
func oneIn(count int) []expr.Any {
	if count == 1 {
		return nil
	}
	return []expr.Any{
		&expr.Numgen{Register: 1, Type: unix.NFT_NG_RANDOM, Modulus: uint32(count)},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: []byte{0, 0, 0, 0}},
	}
}

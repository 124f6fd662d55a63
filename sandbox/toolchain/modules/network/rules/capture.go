package rules

import (
	"flag"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

// Where Envoy takes connections that were meant for the application, and those that it begins.
const (
	inboundPort  = 15006
	outboundPort = 15001
)

// podDevice is the device by which others reach a pod.
const podDevice = "eth0"

// CaptureInboundMain leads TCP connections from elsewhere to a sidecar, but for those to some ports.
func CaptureInboundMain(arguments []string) error {
	flags := flag.NewFlagSet("capture-inbound", flag.ContinueOnError)
	except := flags.String("except", "", "ports that stay as they are, with commas between them")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	ports, err := parsePorts(*except)
	if err != nil {
		return fmt.Errorf("--except: %w", err)
	}
	var rules [][]expr.Any
	for _, port := range ports {
		rules = append(rules, concat(isProtocol(unix.IPPROTO_TCP), isDestinationPort(port), leave()))
	}
	rules = append(rules, concat(isFrom(podDevice), isProtocol(unix.IPPROTO_TCP), redirectTo(inboundPort)))
	return replaceChain("capture-inbound", nftables.ChainHookPrerouting, rules)
}

// CaptureOutboundMain leads TCP connections that the pod begins to a sidecar, but for those that it
// begins itself, which have a mark, and those to the pod itself.
func CaptureOutboundMain(arguments []string) error {
	flags := flag.NewFlagSet("capture-outbound", flag.ContinueOnError)
	mark := flags.Uint("except-mark", 0, "mark of the sidecar's own sockets")
	exceptPorts := flags.String("except", "", "ports that stay as they are, with commas between them")
	onlyPorts := flags.String("only", "", "the ports that are led there; all, if there are none")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *mark == 0 || *mark > math.MaxUint32 {
		return fmt.Errorf("--except-mark %d is not a mark", *mark)
	}
	except, err := parsePorts(*exceptPorts)
	if err != nil {
		return fmt.Errorf("--except: %w", err)
	}
	only, err := parsePorts(*onlyPorts)
	if err != nil {
		return fmt.Errorf("--only: %w", err)
	}
	rules := [][]expr.Any{
		concat(hasMark(uint32(*mark)), leave()),
		// All that goes to one of the pod's own addresses leaves by this device.
		concat(isTo("lo"), leave()),
	}
	tcp := isProtocol(unix.IPPROTO_TCP)
	for _, port := range except {
		rules = append(rules, concat(tcp, isDestinationPort(port), leave()))
	}
	for _, port := range only {
		rules = append(rules, concat(tcp, isDestinationPort(port), redirectTo(outboundPort)))
	}
	if len(only) == 0 {
		rules = append(rules, concat(tcp, redirectTo(outboundPort)))
	}
	return replaceChain("capture-outbound", nftables.ChainHookOutput, rules)
}

func parsePorts(text string) ([]uint16, error) {
	var ports []uint16
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		port, err := strconv.ParseUint(field, 10, 16)
		if err != nil {
			return nil, err
		}
		ports = append(ports, uint16(port))
	}
	return ports, nil
}

// leave ends what is done to a packet by this chain.
func leave() []expr.Any {
	return []expr.Any{&expr.Verdict{Kind: expr.VerdictAccept}}
}

// RedirectDNSMain leads the pod's own DNS questions to an address to a port of the pod.
func RedirectDNSMain(arguments []string) error {
	flags := flag.NewFlagSet("redirect-dns", flag.ContinueOnError)
	addressText := flags.String("address", "", "whom the questions are for")
	port := flags.Uint("port", 0, "port of the pod that gets them")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	address, err := netip.ParseAddr(*addressText)
	if err != nil || !address.Is4() {
		return fmt.Errorf("--address %q is not an IPv4 address", *addressText)
	}
	if *port == 0 || *port > 65_535 {
		return fmt.Errorf("--port %d is not a port", *port)
	}
	var rules [][]expr.Any
	for _, protocol := range []byte{unix.IPPROTO_UDP, unix.IPPROTO_TCP} {
		rules = append(rules, concat(
			isProtocol(protocol), isDestination(address), isDestinationPort(53), redirectTo(uint16(*port)),
		))
	}
	return replaceChain("redirect-dns", nftables.ChainHookOutput, rules)
}

// replaceChain makes a table with one chain of its own name, or replaces the rules of the one there is.
func replaceChain(name string, hook *nftables.ChainHook, rules [][]expr.Any) error {
	connection, err := nftables.New()
	if err != nil {
		return err
	}
	table := connection.AddTable(&nftables.Table{Name: name, Family: nftables.TableFamilyIPv4})
	chain := connection.AddChain(&nftables.Chain{
		Table: table, Name: name, Type: nftables.ChainTypeNAT,
		Hooknum: hook, Priority: nftables.ChainPriorityNATDest,
	})
	connection.FlushChain(chain)
	for _, expressions := range rules {
		connection.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: expressions})
	}
	return connection.Flush()
}

func redirectTo(port uint16) []expr.Any {
	return []expr.Any{
		&expr.Immediate{Register: 1, Data: networkOrder(port)},
		&expr.Redir{RegisterProtoMin: 1},
	}
}

func concat(parts ...[]expr.Any) []expr.Any {
	var all []expr.Any
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

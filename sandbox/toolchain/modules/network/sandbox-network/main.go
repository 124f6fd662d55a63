// Command sandbox-network is what the sandbox's live depth needs of the kernel and no usual program
// of Linux does: the router between sites, and translation of addresses without the program nft.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"nephoran.io/toolchain/network/router"
	"nephoran.io/toolchain/network/rules"
)

// version is set by the linker.
var version = "unknown"

var commands = map[string]func(arguments []string) error{
	"router":           router.Main,
	"services":         rules.ServicesMain,
	"capture-inbound":  rules.CaptureInboundMain,
	"capture-outbound": rules.CaptureOutboundMain,
	"redirect-dns":     rules.RedirectDNSMain,
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("sandbox-network", version)
		return
	}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		names := slices.Sorted(maps.Keys(commands))
		fmt.Fprintf(os.Stderr, "usage: sandbox-network %s [flags]\n", strings.Join(names, "|"))
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "sandbox-network %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

// Package router carries packets between sites, each of which it is joined to by a TUN device, and
// does to them what the distance between the sites would.
package router

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
)

// siteOption is a site as the caller names it.
type siteOption struct {
	Name string `json:"name"`
	// Namespace is the file of the site's network namespace.
	Namespace string         `json:"namespace"`
	CIDRs     []netip.Prefix `json:"cidrs"`
}

// Main runs the router until it is killed.
func Main(arguments []string) error {
	flags := flag.NewFlagSet("router", flag.ContinueOnError)
	socket := flags.String("socket", "", "Unix socket for the control over HTTP")
	device := flags.String("device", "", "name of the TUN device in each site")
	sitesJSON := flags.String("sites", "", "JSON: [{name, namespace, cidrs}]")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	var options []siteOption
	if err := json.Unmarshal([]byte(*sitesJSON), &options); err != nil {
		return fmt.Errorf("--sites: %w", err)
	}
	if len(options) == 0 {
		return errors.New("--sites names no site")
	}
	sites := make([]*site, len(options))
	for i, option := range options {
		tun, err := attach(option.Namespace, *device)
		if err != nil {
			return fmt.Errorf("site %s: %w", option.Name, err)
		}
		sites[i] = &site{name: option.Name, cidrs: option.CIDRs, tun: tun}
	}
	network := newNetwork(sites)
	if err := os.Remove(*socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", *socket)
	if err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- http.Serve(listener, network.control()) }()
	go func() { failed <- network.run() }()
	return <-failed
}

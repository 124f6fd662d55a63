package rules

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"
)

// Messages and attributes of the kernel's table of connections (linux/netfilter/nfnetlink_conntrack.h).
const (
	subsystemConntrack = unix.NFNL_SUBSYS_CTNETLINK << 8
	messageGet         = 1
	messageDelete      = 2

	attributeOriginal = 1
	attributeReply    = 2
	tupleIP           = 1
	tupleProtocol     = 2
	ipSource          = 1
	ipDestination     = 2
	protocolNumber    = 1
	protocolDstPort   = 3
)

// forgetGoneEndpoints makes the kernel forget over which endpoint a client's UDP packets to a
// Service go, where that is no endpoint any more: the next packet goes to another.
func forgetGoneEndpoints(wanted []service) error {
	connection, err := netlink.Dial(unix.NETLINK_NETFILTER, nil)
	if err != nil {
		return err
	}
	defer connection.Close()
	entries, err := connection.Execute(message(messageGet, netlink.Dump, nil))
	if err != nil {
		return fmt.Errorf("table of connections: %w", err)
	}
	for _, entry := range entries {
		original, reply, raw, err := tuples(entry.Data)
		if err != nil {
			return fmt.Errorf("table of connections: %w", err)
		}
		if original.protocol != unix.IPPROTO_UDP || !isGone(wanted, original, reply) {
			continue
		}
		_, err = connection.Execute(message(messageDelete, netlink.Acknowledge, raw))
		// It may have ended by itself meanwhile.
		if err != nil && !errors.Is(err, unix.ENOENT) {
			return fmt.Errorf("table of connections: %w", err)
		}
	}
	return nil
}

func message(kind netlink.HeaderType, flags netlink.HeaderFlags, attributes []byte) netlink.Message {
	header := []byte{unix.AF_INET, unix.NFNETLINK_V0, 0, 0}
	return netlink.Message{
		Header: netlink.Header{Type: subsystemConntrack | kind, Flags: netlink.Request | flags},
		Data:   append(header, attributes...),
	}
}

// isGone tells whether a connection to a Service goes where the Service does not lead any more.
func isGone(wanted []service, original, reply tuple) bool {
	for _, s := range wanted {
		if s.Protocol != "udp" || s.Address != original.destination || s.Port != original.port {
			continue
		}
		for _, e := range s.Endpoints {
			if e.Address == reply.source {
				return false
			}
		}
		return true
	}
	return false
}

// tuple is one direction of a connection, as far as it is needed.
type tuple struct {
	source, destination netip.Addr
	protocol            byte
	// port is that of the destination.
	port uint16
}

// tuples gives both directions of an entry, and the attribute by which it is deleted.
func tuples(data []byte) (original, reply tuple, raw []byte, err error) {
	decoder, err := netlink.NewAttributeDecoder(data[4:])
	if err != nil {
		return
	}
	for decoder.Next() {
		switch decoder.Type() {
		case attributeOriginal:
			attribute := netlink.Attribute{Type: netlink.Nested | attributeOriginal, Data: decoder.Bytes()}
			if raw, err = netlink.MarshalAttributes([]netlink.Attribute{attribute}); err != nil {
				return
			}
			decoder.Nested(original.decode)
		case attributeReply:
			decoder.Nested(reply.decode)
		}
	}
	err = decoder.Err()
	return
}

func (t *tuple) decode(decoder *netlink.AttributeDecoder) error {
	decoder.ByteOrder = binary.BigEndian
	for decoder.Next() {
		switch decoder.Type() {
		case tupleIP:
			decoder.Nested(func(addresses *netlink.AttributeDecoder) error {
				for addresses.Next() {
					address, _ := netip.AddrFromSlice(addresses.Bytes())
					switch addresses.Type() {
					case ipSource:
						t.source = address
					case ipDestination:
						t.destination = address
					}
				}
				return nil
			})
		case tupleProtocol:
			decoder.Nested(func(ports *netlink.AttributeDecoder) error {
				ports.ByteOrder = binary.BigEndian
				for ports.Next() {
					switch ports.Type() {
					case protocolNumber:
						t.protocol = ports.Uint8()
					case protocolDstPort:
						t.port = ports.Uint16()
					}
				}
				return nil
			})
		}
	}
	return nil
}

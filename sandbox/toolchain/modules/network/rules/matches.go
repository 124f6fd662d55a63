package rules

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/google/nftables/expr"
	"golang.org/x/sys/unix"
)

// protocol is one that has ports, by its name.
type protocol string

func (p protocol) number() (byte, error) {
	switch p {
	case "tcp":
		return unix.IPPROTO_TCP, nil
	case "udp":
		return unix.IPPROTO_UDP, nil
	}
	return 0, fmt.Errorf("protocol %q is neither tcp nor udp", p)
}

// Where fields are in the header of IPv4, and in those of TCP and UDP alike.
const (
	sourceOffset          = 12
	destinationOffset     = 16
	destinationPortOffset = 2
)

func isProtocol(number byte) []expr.Any {
	return meta(expr.MetaKeyL4PROTO, []byte{number})
}

func isSource(address netip.Addr) []expr.Any {
	return field(expr.PayloadBaseNetworkHeader, sourceOffset, address.AsSlice())
}

func isDestination(address netip.Addr) []expr.Any {
	return field(expr.PayloadBaseNetworkHeader, destinationOffset, address.AsSlice())
}

func isDestinationPort(port uint16) []expr.Any {
	return field(expr.PayloadBaseTransportHeader, destinationPortOffset, networkOrder(port))
}

func field(base expr.PayloadBase, offset uint32, value []byte) []expr.Any {
	return []expr.Any{
		&expr.Payload{DestRegister: 1, Base: base, Offset: offset, Len: uint32(len(value))},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: value},
	}
}

// isFrom matches packets that come in by a device.
func isFrom(device string) []expr.Any {
	return meta(expr.MetaKeyIIFNAME, deviceName(device))
}

// isTo matches packets that go out by a device.
func isTo(device string) []expr.Any {
	return meta(expr.MetaKeyOIFNAME, deviceName(device))
}

// hasMark matches packets of sockets with a mark (SO_MARK).
func hasMark(mark uint32) []expr.Any {
	return meta(expr.MetaKeyMARK, binary.NativeEndian.AppendUint32(nil, mark))
}

func meta(key expr.MetaKey, value []byte) []expr.Any {
	return []expr.Any{
		&expr.Meta{Key: key, Register: 1},
		&expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: value},
	}
}

func deviceName(device string) []byte {
	name := make([]byte, unix.IFNAMSIZ)
	copy(name, device)
	return name
}

func networkOrder(port uint16) []byte {
	return binary.BigEndian.AppendUint16(nil, port)
}

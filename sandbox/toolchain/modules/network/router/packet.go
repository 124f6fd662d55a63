package router

import (
	"encoding/binary"
	"net/netip"
)

// What is used of the headers of IPv4 (RFC 791) and TCP (RFC 9293).
const (
	ipHeaderBytes  = 20
	tcpHeaderBytes = 20
	protocolTCP    = 6
	flagFIN        = 0x01
	flagSYN        = 0x02
	flagRST        = 0x04
	flagACK        = 0x10
)

// isIPv4 tells whether a packet has at least a whole header of IPv4.
func isIPv4(packet []byte) bool {
	return len(packet) >= ipHeaderBytes && packet[0]>>4 == 4
}

func destination(packet []byte) netip.Addr {
	return netip.AddrFrom4([4]byte(packet[16:20]))
}

// segment is the TCP part of a packet; nil if it has none, or not its beginning.
func segment(packet []byte) []byte {
	header := int(packet[0]&0x0f) * 4
	laterFragment := binary.BigEndian.Uint16(packet[6:])&0x1fff != 0
	if packet[9] != protocolTCP || laterFragment || len(packet) < header+tcpHeaderBytes {
		return nil
	}
	return packet[header:]
}

func beginsConnection(packet []byte) bool {
	tcp := segment(packet)
	return tcp != nil && tcp[13]&(flagSYN|flagACK) == flagSYN
}

func destinationPort(packet []byte) string {
	port := binary.BigEndian.Uint16(segment(packet)[2:])
	return netip.AddrPortFrom(destination(packet), port).String()
}

// resets makes the packets that end the connection a TCP packet belongs to, as a firewall does that
// refuses it: one for who sent it, and one for whom it was meant, unless the connection just begins.
// There are none for a reset itself.
func resets(packet []byte) (toSender, toReceiver []byte) {
	tcp := segment(packet)
	if tcp == nil || tcp[13]&flagRST != 0 {
		return nil, nil
	}
	source, target := packet[12:16], packet[16:20]
	sequence, acknowledged := binary.BigEndian.Uint32(tcp[4:]), binary.BigEndian.Uint32(tcp[8:])
	if tcp[13]&flagACK == 0 {
		// RFC 9293, 3.10.7.1: without an acknowledgement the reset acknowledges what was sent.
		return reset(target, source, tcp[2:4], tcp[0:2], 0, sequence+length(packet, tcp)), nil
	}
	return reset(target, source, tcp[2:4], tcp[0:2], acknowledged, sequence+length(packet, tcp)),
		reset(source, target, tcp[0:2], tcp[2:4], sequence, acknowledged)
}

// length is how many sequence numbers a segment takes.
func length(packet, tcp []byte) uint32 {
	total := int(binary.BigEndian.Uint16(packet[2:]))
	taken := uint32(max(total-int(packet[0]&0x0f)*4-int(tcp[12]>>4)*4, 0))
	if tcp[13]&flagSYN != 0 {
		taken++
	}
	if tcp[13]&flagFIN != 0 {
		taken++
	}
	return taken
}

func reset(source, target, sourcePort, targetPort []byte, sequence, acknowledged uint32) []byte {
	packet := make([]byte, ipHeaderBytes+tcpHeaderBytes)
	packet[0] = 0x45
	binary.BigEndian.PutUint16(packet[2:], uint16(len(packet)))
	packet[8] = 64
	packet[9] = protocolTCP
	copy(packet[12:], source)
	copy(packet[16:], target)
	binary.BigEndian.PutUint16(packet[10:], checksum(packet[:ipHeaderBytes], 0))

	tcp := packet[ipHeaderBytes:]
	copy(tcp[0:], sourcePort)
	copy(tcp[2:], targetPort)
	binary.BigEndian.PutUint32(tcp[4:], sequence)
	binary.BigEndian.PutUint32(tcp[8:], acknowledged)
	tcp[12] = tcpHeaderBytes / 4 << 4
	tcp[13] = flagRST | flagACK
	pseudoHeader := sum(packet[12:20]) + protocolTCP + tcpHeaderBytes
	binary.BigEndian.PutUint16(tcp[16:], checksum(tcp, pseudoHeader))
	return packet
}

func sum(data []byte) uint32 {
	var total uint32
	for i := 0; i+1 < len(data); i += 2 {
		total += uint32(binary.BigEndian.Uint16(data[i:]))
	}
	return total
}

// checksum is the Internet's (RFC 1071) of data of even length.
func checksum(data []byte, initial uint32) uint16 {
	total := initial + sum(data)
	for total > 0xffff {
		total = total>>16 + total&0xffff
	}
	return ^uint16(total)
}

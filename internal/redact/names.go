package redact

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"
)

// naming returns the number that the replacement of a name contains. kind is one of the
// constants below.
type naming func(kind, name string) uint64

const (
	userKind = "user"
	hostKind = "host"
	ipKind   = "ip"
)

// newNaming returns a naming with a new secret key. The naming returns the same number for the
// same name, and keeps no name in memory. Without the key, an attacker cannot find the name by
// trying many. Given a replacement, the naming returns its number.
func newNaming() naming {
	key := make([]byte, sha256.Size)
	rand.Read(key) // it never fails
	mac := hmac.New(sha256.New, key)
	return func(kind, name string) uint64 {
		if n, ok := numberOf(kind, name); ok {
			return n
		}
		mac.Reset()
		fmt.Fprintf(mac, "%s %s", kind, name)
		return binary.BigEndian.Uint64(mac.Sum(nil))
	}
}

// constantNaming is the naming that gives every name the same replacement.
func constantNaming(kind, name string) uint64 { return 0 }

// Replacements have the form of names and addresses, so that a transcript can still be
// parsed:
//
//	user-k3v7q2m5xa@host-b4sdf72kqe.example    (RFC 6761 6.5)
//	[244.17.203.6]                             (RFC 1112 4: 240.0.0.0/4 is reserved)
//	2001:db8::5c1e:90a4:77d3:12fb              (RFC 3849)
//
// The blocks of RFC 5737 have only 768 addresses, so two hosts might share one.
const (
	hostEnd   = ".example"
	reserved4 = 0xf0000000
	reserved6 = 0x20010db8 << 32
)

func (n naming) user(name string) string { return userKind + "-" + encodeCode(n(userKind, name)) }

func (n naming) host(name string) string {
	return hostKind + "-" + encodeCode(n(hostKind, strings.ToLower(name))) + hostEnd
}

func (n naming) ip(ip netip.Addr) string {
	number := n(ipKind, ip.String())
	if ip.Is4() {
		return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, reserved4|uint32(number>>36)))).String()
	}
	high := binary.BigEndian.AppendUint64(nil, reserved6)
	return netip.AddrFrom16([16]byte(binary.BigEndian.AppendUint64(high, number))).String()
}

// numberOf returns the number in a replacement; ok is false for any other name.
func numberOf(kind, name string) (n uint64, ok bool) {
	if kind == ipKind {
		ip, err := netip.ParseAddr(name)
		switch b := ip.AsSlice(); {
		case err != nil:
			return 0, false
		case ip.Is4():
			v := binary.BigEndian.Uint32(b)
			return uint64(v) << 36, v >= reserved4
		default:
			return binary.BigEndian.Uint64(b[8:]), binary.BigEndian.Uint64(b) == reserved6
		}
	}
	code, ok := strings.CutPrefix(name, kind+"-")
	if ok && kind == hostKind {
		code, ok = strings.CutSuffix(code, hostEnd)
	}
	for i := range len(code) {
		digit := strings.IndexByte(codeDigits, code[i])
		n = n<<5 | uint64(digit)
		ok = ok && digit >= 0
	}
	return n << (64 - 5*codeLength), ok && len(code) == codeLength
}

// A code is ten letters and digits, 50 bits: two of a million names will hardly share one.
const (
	codeLength = 10
	codeDigits = "abcdefghijklmnopqrstuvwxyz234567"
)

// encodeCode writes the upper 50 bits of n as a code.
func encodeCode(n uint64) string {
	code := make([]byte, codeLength)
	for i := range code {
		code[i] = codeDigits[n>>59]
		n <<= 5
	}
	return string(code)
}

// NoHost is the name that Nameless gives to all hosts.
const NoHost = "host-aaaaaaaaaa.example"

// Nameless replaces every user name, host name and address in the text of a reply by the
// same one. Texts that differ only in names become equal, even if the names in one of
// them have been replaced before.
func Nameless(text string) string {
	head := enhancedHead().FindString(text)
	return head + naming(constantNaming).replaceInText(text[len(head):])
}

// IsHidden reports whether a text contains a replacement.
func IsHidden(text string) bool { return replacement().MatchString(text) }

var replacement = pattern(`(?i)\b(?:user|host)-[a-z2-7]{10}\b|\b2(?:4\d|5[0-5])(?:\.\d{1,3}){3}\b|\b2001:db8::`)

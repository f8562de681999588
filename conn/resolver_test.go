package conn

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// zone has the answers of a test's name server. Other names do not exist.
type zone map[string]answer

type answer struct {
	addresses []string
	code      dnsmessage.RCode
	silent    func() // called instead of an answer
}

// resolve makes the resolver ask the zone instead of the network.
func resolve(t testing.TB, z zone) {
	t.Helper()
	old := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = old })
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe() // a stream: each message comes after its length (RFC 1035 4.2.2)
		context.AfterFunc(t.Context(), func() { far.Close() })
		go z.serve(far)
		return near, nil
	}}
}

func (z zone) serve(c net.Conn) {
	defer c.Close()
	for {
		size := make([]byte, 2)
		if _, err := io.ReadFull(c, size); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(size))
		if _, err := io.ReadFull(c, query); err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(query) != nil || !z.answer(&m) {
			io.Copy(io.Discard, c) // until the other side gives up
			return
		}
		out, err := m.AppendPack(make([]byte, 2))
		if err != nil {
			return
		}
		binary.BigEndian.PutUint16(out, uint16(len(out)-2))
		c.Write(out)
	}
}

// answer returns the answer to a query, or reports that there is none.
func (z zone) answer(m *dnsmessage.Message) bool {
	q := m.Questions[0]
	a, ok := z[q.Name.String()]
	m.Response, m.Authoritative, m.Additionals, m.RCode = true, true, nil, a.code
	switch {
	case !ok:
		m.RCode = dnsmessage.RCodeNameError
	case a.silent != nil:
		a.silent()
		return false
	}
	for _, s := range a.addresses {
		ip := netip.MustParseAddr(s)
		head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: dnsmessage.ClassINET, TTL: 1}
		switch {
		case ip.Is4() && q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: ip.As4()}})
		case ip.Is6() && q.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
		}
	}
	return true
}

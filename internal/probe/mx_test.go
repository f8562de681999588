package probe

import (
	"context"
	"net"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// resolver returns a resolver that asks a name server of the test, which has these MX
// records. Other domains exist without MX records, except "nowhere.test.".
func resolver(t *testing.T, records map[string][]dnsmessage.MXResource) *net.Resolver {
	t.Helper()
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(buf)
			if err != nil {
				return
			}
			if answer := answered(buf[:n], records); answer != nil {
				c.WriteTo(answer, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", c.LocalAddr().String())
	}}
}

func answered(query []byte, records map[string][]dnsmessage.MXResource) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	q := m.Questions[0]
	if q.Name.String() == "nowhere.test." {
		m.RCode = dnsmessage.RCodeNameError
	}
	for _, mx := range records[q.Name.String()] {
		m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 60}, Body: &mx})
	}
	packed, _ := m.Pack()
	return packed
}

func TestMX(t *testing.T) {
	mx := func(pref uint16, host string) dnsmessage.MXResource {
		return dnsmessage.MXResource{Pref: pref, MX: dnsmessage.MustNewName(host)}
	}
	var many []dnsmessage.MXResource
	for i := range 30 {
		many = append(many, mx(uint16(i), string(rune('a'+i%26))+strings.Repeat("x", i/26)+".m.test."))
	}
	r := resolver(t, map[string][]dnsmessage.MXResource{
		"two.test.":  {mx(20, "second.test."), mx(10, "first.test.")},
		"null.test.": {mx(0, ".")},
		"many.test.": many,
	})
	for domain, want := range map[string]string{"two.test": "first.test second.test", "none.test": "none.test", "nowhere.test": "nowhere.test"} {
		hosts, none, err := MX(t.Context(), r, domain+".")
		if got := strings.TrimSuffix(strings.Join(hosts, " "), "."); got != want || none || err != nil {
			t.Errorf("%s: %q, %v, %v; want %q", domain, got, none, err, want)
		}
	}
	if hosts, none, err := MX(t.Context(), r, "null.test."); len(hosts) > 0 || !none || err != nil {
		t.Errorf("null MX: %q, %v, %v", hosts, none, err)
	}
	if hosts, _, err := MX(t.Context(), r, "many.test."); len(hosts) != maxMX || err != nil {
		t.Errorf("many: %d, %v", len(hosts), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := MX(ctx, r, "two.test."); err == nil {
		t.Error("it ignores the context")
	}
}

package conn

import (
	"io"
	"testing"
)

// TestStream checks that a Stream passes bytes and knows how it ended.
func TestStream(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	for _, test := range []struct {
		name string
		tls  bool
		end  func(p *peer)
		want How
	}{
		{"plain, in order", false, func(p *peer) { p.Close() }, Closed},
		{"TLS, in order", true, func(p *peer) { p.Close() }, Closed},
		{"TLS, cut", true, func(p *peer) { p.cuts() }, Cut},
	} {
		t.Run(test.name, func(t *testing.T) {
			to := serve(t, func(p *peer) {
				if test.tls {
					if err := p.secures(ca.server(t)); err != nil {
						t.Error(err)
					}
				}
				p.hears("a\x00\nb")
				p.rest() // so that the connection does not end with a reset
				p.says("\r\n\xff")
				test.end(p)
			})
			to.TLS = test.tls
			s, err := (&Dialer{Security: ca.trusting()}).Stream(t.Context(), to)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.Write([]byte("a\x00\nb")); err != nil {
				t.Error(err)
			}
			if err := s.CloseWrite(); err != nil {
				t.Error(err)
			}
			got := make([]byte, 3)
			if _, err := io.ReadFull(s, got); err != nil || string(got) != "\r\n\xff" {
				t.Errorf("%q, %v", got, err)
			}
			_, err = s.Read(got)
			if end := s.End(err); end.How != test.want {
				t.Errorf("it ended: %v (%v)", end, err)
			}
		})
	}
}

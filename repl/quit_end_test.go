package repl_test

import (
	"bytes"
	"io"
	"sync"
	"testing"

	"byhand/conn"
	"byhand/internal/fakeserver"
	"byhand/repl"
)

// seen is a writer that closes a channel once a certain text was written.
type seen struct {
	io.Writer
	text string
	got  bytes.Buffer
	then func()
}

func (s *seen) Write(p []byte) (int, error) {
	s.got.Write(p)
	if bytes.Contains(s.got.Bytes(), []byte(s.text)) {
		s.then()
	}
	return s.Writer.Write(p)
}

// TestEndAfterQuit: after the reply to QUIT or LOGOUT, a cut or a reset of the
// connection is reported but does not change the exit status. Before it, it does.
func TestEndAfterQuit(t *testing.T) {
	t.Parallel()
	for _, p := range protocols {
		for _, end := range []string{"cut", "reset"} {
			for _, c := range []struct {
				name, answer string
				status       repl.Status
			}{
				{"finished", "S: " + p.bye + "\nwait heard\n", repl.OK},
				{"not answered", "", repl.Lost},
			} {
				for _, atPrompt := range []bool{false, true} {
					t.Run(p.name+" "+end+" "+c.name, func(t *testing.T) {
						t.Parallel()
						s, err := fakeserver.Start("tls\nS: " + p.greeting + "\nC: " + p.quit + "\n" + c.answer + end)
						if err != nil {
							t.Fatal(err)
						}
						heard := sync.OnceFunc(func() { close(s.Event("heard")) })
						k := newKeyboard(p.quit, "closed> ^D")
						got := converse(t, s, p.quit+"\n", speaks(p.name), func(o *repl.Options) {
							o.Target.TLS, o.Dialer.Security = true, conn.Security{Insecure: true}
							o.Out = &seen{Writer: o.Out, text: p.bye + "\r\n", then: heard}
							if atPrompt {
								o.Interactive, o.Input, o.Terminal = true, k, k
							}
						})
						if got.status != c.status {
							t.Errorf("at a prompt %v: status %d, want %d; stderr:\n%s", atPrompt, got.status, c.status, got.err)
						}
						has(t, "stderr", got.err, end)
						if c.status == repl.OK {
							has(t, "stderr", got.err, "already finished")
						} else {
							hasNot(t, "stderr", got.err, "already finished")
						}
					})
				}
			}
		}
	}
}

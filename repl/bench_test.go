package repl_test

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"

	"byhand/conn"
	"byhand/repl"
)

// BenchmarkFlood measures how fast a session shows and records many replies.
func BenchmarkFlood(b *testing.B) {
	line := "214-" + strings.Repeat("x", 66) + "\r\n"
	flood := bytes.Repeat([]byte(line), 1000)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		io.WriteString(c, "220 hi\r\n")
		c.Read(make([]byte, 100))
		for range b.N {
			c.Write(flood)
		}
		io.WriteString(c, "214 end\r\n")
		c.Read(make([]byte, 100))
	}()
	b.SetBytes(int64(len(flood)))
	b.ResetTimer()
	status := repl.Run(b.Context(), repl.Options{
		Target: conn.Target{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port},
		Input:  repl.NewScript(b.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader("HELP\n")}}),
		Out:    io.Discard, OnTerminal: true, Err: io.Discard,
	})
	if status != repl.OK {
		b.Errorf("status %d", status)
	}
}

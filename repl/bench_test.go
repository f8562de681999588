package repl_test

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
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
		Target:  conn.Target{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port},
		Input:   repl.NewScript(b.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader("HELP\n")}}),
		Display: repl.Display{Out: io.Discard, OnTerminal: true, Err: io.Discard},
	})
	if status != repl.OK {
		b.Errorf("status %d", status)
	}
}

// BenchmarkSend measures how fast :send sends a message of 64 MiB.
func BenchmarkSend(b *testing.B) {
	line := strings.Repeat("x", 70) + "\n"
	file := filepath.Join(b.TempDir(), "big.txt")
	if err := os.WriteFile(file, []byte("Subject: big\n\n"+strings.Repeat(line, 64<<20/len(line))), 0o600); err != nil {
		b.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	go takeMessages(l)
	b.SetBytes(64 << 20)
	for b.Loop() {
		script := "HELO me\nMAIL FROM:<a@b.c>\nRCPT TO:<d@e.f>\n:send " + file + "\nQUIT\n"
		status := repl.Run(b.Context(), repl.Options{
			Target:  conn.Target{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Protocol: "smtp"},
			Input:   repl.NewScript(b.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader(script)}}),
			Display: repl.Display{Out: io.Discard, Err: io.Discard},
		})
		if status != repl.OK {
			b.Fatalf("status %d", status)
		}
	}
}

// takeMessages is a server that accepts everything. It looks for the end of a message only
// in the last bytes that it read.
func takeMessages(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			io.WriteString(c, "220 hi\r\n")
			buf, data := make([]byte, 256<<10), false
			for {
				n, err := c.Read(buf)
				if err != nil {
					return
				}
				switch last := buf[:n]; {
				case data && !bytes.HasSuffix(last, []byte("\r\n.\r\n")):
				case bytes.HasPrefix(last, []byte("DATA")):
					data = true
					io.WriteString(c, "354 go\r\n")
				default:
					data = false
					io.WriteString(c, "250 ok\r\n")
				}
			}
		}()
	}
}

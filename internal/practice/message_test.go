package practice

import (
	"bufio"
	"bytes"
	"strings"
	"testing"
)

// allBytes has every byte at the start, inside and at the end of a line.
func allBytes() string {
	var b strings.Builder
	for i := range 256 {
		c := string([]byte{byte(i)})
		b.WriteString(c + "mid" + c + "dle" + c + "\r\n" + "." + c + "\r\n" + c + "\r\n")
	}
	return b.String() + "..\r\n...\r\n.\n\r\n" + strings.Repeat(".x", 5000) + "\r\n"
}

// stuff is what a client must do (RFC 5321 4.5.2).
func stuff(msg string) string {
	lines := strings.SplitAfter(msg, "\r\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = "." + line
		}
	}
	return strings.Join(lines, "") + ".\r\n"
}

func TestBytesArriveExactly(t *testing.T) {
	srv, got := serveInto(t)
	for _, c := range []*client{dial(t, srv.Plain()), dialTLS(t, srv)} {
		hello := ehlo
		if _, plain := c.conn.(interface{ CloseRead() error }); !plain {
			hello = ehloTLS
		}
		c.talk(banner + hello + login + mail + rcpt + "C: DATA\nS: 354 Continue")
		c.send(stuff(allBytes()))
		c.talk("S: 250 Delivery in progress" + quit)
		if m := <-got; string(m.Data) != allBytes() {
			t.Errorf("message differs: %d octets, want %d", len(m.Data), len(allBytes()))
		}
	}
}

// Only CRLF, dot, CRLF ends a message (VU#302671). Other sequences, which some
// servers take for the end, are text, and so are commands after them.
func TestNoSmuggling(t *testing.T) {
	srv, got := serveInto(t)
	for _, end := range []string{"\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r\n.\r", "\r.\r\n", "\n.\r", "\r\n\x00.\r\n", "\r\n. \r\n"} {
		sent := "x" + end + "MAIL FROM:<smuggled@b>\r\n"
		c := dial(t, srv.Plain())
		c.talk(banner + ehlo + login + mail + rcpt + "C: DATA\nS: 354 Continue")
		c.send(sent + ".\r\n")
		c.talk("S: 250 Delivery in progress" + quit)
		want := strings.Replace(sent, "\r\n.", "\r\n", 1) // the server removes a leading dot
		if m := <-got; string(m.Data) != want {
			t.Errorf("after %q: %q, want %q", end, m.Data, want)
		}
	}
}

// Bytes after the end of a message, in the same packet, are commands.
func TestCommandsAfterMessage(t *testing.T) {
	srv := serve(t, Config{})
	c := dial(t, srv.Plain())
	c.talk(banner + ehlo + login)
	c.send("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\nNOOP\r\nQUIT\r\n")
	c.talk("S: 250 Sender address accepted\nS: 250 Recipient address accepted\nS: 354 Continue\n" +
		"S: 250 Delivery in progress\nS: 250 Still here\nS: 221 See you later\nEND")
}

// FuzzReadMessage compares with a simple definition of the end and of the dots.
// The buffer is as small as bufio allows, so that lines arrive in parts.
func FuzzReadMessage(f *testing.F) {
	for _, seed := range []string{"", ".\r\n", "a\r\n.\r\n", "\r\n.\r\nQUIT\r\n", "..a\r\n.\r\n", "a\n.\r\n.\n\r\n.\r\n", ".\n.\r\n.\r\n",
		"123456789012345\r\n.\r\n", "1234567890123456\r\n.\r\n", ".23456789012345\r\n.\r\n", "..3456789012345\r\n..\r\n.\r\n", stuff(allBytes())} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		in := bufio.NewReaderSize(bytes.NewReader(sent), 16)
		data, big, err := readMessage(in, 1<<20, func() {})
		before, after, found := strings.Cut("\r\n"+string(sent), "\r\n.\r\n")
		if found != (err == nil) || big {
			t.Fatalf("%q: %v, %t", sent, err, big)
		}
		if !found {
			return
		}
		want := strings.TrimPrefix(strings.ReplaceAll(before+"\r\n", "\r\n.", "\r\n"), "\r\n")
		rest := make([]byte, len(after))
		n, _ := in.Read(rest)
		if string(data) != want || string(rest[:n]) != after[:n] || n == 0 && after != "" {
			t.Fatalf("%q: read %q, remaining %q, want %q and %q", sent, data, rest[:n], want, after)
		}
	})
}

package conn

import (
	"io"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// every contains all byte values, and line endings of each kind.
var every = func() string {
	var b strings.Builder
	for i := range 256 {
		b.WriteByte(byte(i))
	}
	for i := range 256 {
		b.WriteByte(byte(255 - i))
	}
	return b.String() + "\r\n\n\r\r\n\r\x00"
}()

// TestReaderAnySplit splits one stream at every pair of positions.
func TestReaderAnySplit(t *testing.T) {
	stream := "220-mx\r\n220 \x00\r\r\nx\ny\r"
	for i := range len(stream) {
		for j := i; j < len(stream); j++ {
			tape, _ := read(t, slices.DeleteFunc([]string{stream[:i], stream[i:j], stream[j:]},
				func(s string) bool { return s == "" })...)
			if got := tape.joined(); !slices.Equal(got, lines(stream)) {
				t.Errorf("split at %d and %d: %q", i, j, got)
			}
		}
	}
}

// TestReaderFillsItsBuffers reads sizes around those of the buffers, with a CR on each side
// of the boundary.
func TestReaderFillsItsBuffers(t *testing.T) {
	for _, size := range []int{talkBuffer - 2, talkBuffer - 1, talkBuffer, talkBuffer + 1, bulkBuffer - 1, bulkBuffer, bulkBuffer + 1} {
		for _, tail := range []string{"", "\r", "\n", "\r\n", "\r\r\n", "x"} {
			stream := []string{strings.Repeat("a", talkBuffer-1), strings.Repeat("b", size) + tail, "\n", "\r\n" + strings.Repeat("c", size)}
			tape, _ := read(t, stream...)
			if got, want := tape.joined(), lines(strings.Join(stream, "")); !slices.Equal(got, want) {
				t.Errorf("%d bytes and %q came out wrong: %d lines, want %d", size, tail, len(got), len(want))
			}
		}
	}
}

// endless is a net.Conn that sends one very long line.
type endless struct {
	net.Conn
	left  int
	rooms []int // the buffer size of each Read
}

func (e *endless) Read(p []byte) (int, error) {
	e.rooms = append(e.rooms, len(p))
	n := min(len(p), e.left)
	if e.left -= n; n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = 'x'
	}
	return n, nil
}

func (e *endless) Close() error { return nil }

// TestReaderKeepsNoLine checks that a long line is reported in pieces, and takes no more
// memory when it is 64 times as long.
func TestReaderKeepsNoLine(t *testing.T) {
	noneLeft(t)
	took := func(size int) uint64 {
		reported := 0
		quiet := func(e Event) {
			if reported += len(e.Line); len(e.Line) > bulkBuffer+1 || e.Ending != "" {
				t.Errorf("a piece of %d bytes, ending %q", len(e.Line), e.Ending)
			}
		}
		from := &endless{left: size, rooms: make([]int, 0, 10000)}
		c := over(t, from, Security{}, &tape{})
		c.settings.Tap = quiet
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c.startReader()
		<-c.Ended()
		runtime.ReadMemStats(&after)
		if _, received := c.Count(); reported != size || received != int64(size) {
			t.Errorf("%d bytes reported and %d counted of %d", reported, received, size)
		}
		if first, last := from.rooms[0], from.rooms[len(from.rooms)-1]; first > talkBuffer || last != bulkBuffer {
			t.Errorf("the first read had room for %d bytes, the last for %d", first, last)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	if most := uint64(4 * bulkBuffer); took(1<<20) > most || took(64<<20) > most {
		t.Errorf("1 MB took %d bytes of memory, 64 MB took %d", took(1<<20), took(64<<20))
	}
}

// TestAllBytesBothWays checks that data is unchanged in both directions, with and without
// TLS.
func TestAllBytesBothWays(t *testing.T) {
	ca := newAuthority(t, "Test Root", now())
	config := ca.server(t)
	for _, secure := range []bool{false, true} {
		to := serve(t, func(p *peer) {
			if secure {
				if err := p.secures(config); err != nil {
					t.Error(err)
				}
			}
			p.hears(every + "\r\n")
			p.says(every)
		})
		to.TLS = secure
		c, tape := connect(t, to, Dialer{Security: ca.trusting()})
		send(t, c, line(every))
		tape.ends(t, Closed)
		if got := tape.bytes(Received); got != every {
			t.Errorf("TLS %v: received %q, want %q", secure, got, every)
		}
		if got := tape.bytes(Sent); got != every+"\r\n" {
			t.Errorf("TLS %v: reported %q as sent", secure, got)
		}
		if sent, received := c.Count(); sent != int64(len(every))+2 || received != int64(len(every)) {
			t.Errorf("TLS %v: counts %d sent, %d received", secure, sent, received)
		}
	}
}

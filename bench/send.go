package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// ---- (7) a large message ----

// sendLimit is how long one client may take to send it.
const sendLimit = 20 * time.Second

// bigMessage writes {tmp}/big.txt, a message of n megabytes with LF line endings, and
// returns its size on the wire: every LF becomes CRLF, a leading dot is doubled, and a
// final dot ends it (RFC 5321 4.5.2).
func bigMessage(n int) (wire int64, err error) {
	text := bytes.Repeat(patLF, (n*1e6+patLen-1)/patLen)[:n*1e6]
	text = append([]byte(msgText), text...)
	text[len(text)-1] = '\n'
	lines, dots := bytes.Count(text, []byte("\n")), bytes.Count(text, []byte("\n."))
	return int64(len(text) + lines + dots + len(".\r\n")), os.WriteFile(filepath.Join(tmpDir, "big.txt"), text, 0o644)
}

// taken counts what a server has received of a message.
type taken struct {
	began, ended time.Time
	bytes        int64
	atEnd        func() // called before the reply to the final dot
}

// swallow reads a message up to its final dot. It checks only the end of each read,
// because no client sends anything after the final dot before the reply.
func (t *taken) swallow(r *bufio.Reader) bool {
	t.began = time.Now()
	dot := []byte("\r\n.\r\n")
	buf := make([]byte, 1<<20)
	for have := 0; ; { // have: the last bytes of earlier reads
		n, err := r.Read(buf[have:])
		if err != nil {
			return false
		}
		t.bytes += int64(n)
		if bytes.HasSuffix(buf[:have+n], dot) {
			break
		}
		have = copy(buf, buf[max(0, have+n-len(dot)):have+n])
	}
	t.ended = time.Now()
	t.atEnd()
	return true
}

// sendRun makes one client send the message.
func sendRun(test string, c *Client, key string, cfg *tls.Config, wire int64) {
	var p *proc
	var hwm float64
	started, served := make(chan struct{}), make(chan struct{})
	got := &taken{atEnd: func() { <-started; hwm, _ = p.rss() }}
	s := serve(func(tc *net.TCPConn) { smtp(tc, smtpOpts{tls: cfg, taken: got}); close(served) })
	defer s.close()
	p, err := spawn(c.argv(key, s.port), spawnOpts{stdin: devNull})
	if err != nil {
		return
	}
	close(started)
	wd := time.AfterFunc(sendLimit, p.kill)
	defer wd.Stop()
	drainOut(p)
	status, cpu := p.finish(time.Second)
	<-served
	if status != 0 || got.ended.IsZero() {
		fail(test, c.Name)
		return
	}
	mb := float64(got.bytes) / 1e6
	rec(test, "MB/s", c.Name, mb/got.ended.Sub(p.t0).Seconds())
	rec(test, "from DATA to the dot, MB/s", c.Name, mb/got.ended.Sub(got.began).Seconds())
	rec(test, "cpu s/GB", c.Name, cpu/mb*1e3)
	rec(test, "peak RSS MiB", c.Name, hwm/1024)
	if got.bytes != wire {
		short(test, c.Name, got.bytes, wire)
	}
}

// drainOut reads what a client prints until it ends.
func drainOut(p *proc) {
	buf := make([]byte, 65536)
	for {
		n, err := syscall.Read(int(p.out.Fd()), buf)
		if err == syscall.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			return
		}
	}
}

func testSend() {
	wire, err := bigMessage(pick(100, 10))
	die(err)
	for r := 0; r < bulkRounds; r++ {
		for _, k := range []struct {
			name, key string
			cfg       *tls.Config
		}{{"send.plain", "send", nil}, {"send.tls", "sendtls", goodTLS}} {
			for _, c := range clients {
				if c.has(k.key) != "" && c.in("send") {
					sendRun(k.name, c, k.key, k.cfg, wire)
				}
			}
		}
		note("send round %d", r+1)
	}
}

package practice

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestOffLoopbackRefused(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "[2001:db8::1]:0", "[::ffff:192.0.2.1]:0"} {
		for _, cfg := range []Config{{Listen: addr}, {ListenTLS: addr}} {
			srv, err := Start(cfg)
			want := `listen address "` + addr + `" is not loopback: other machines could reach the practice server; --listen-for-everybody allows that`
			if srv != nil || err == nil || err.Error() != want {
				t.Errorf("%+v: %v, want %s", cfg, err, want)
			}
		}
	}
	checkEmpty(t, tmp)
}

// checkEmpty fails the test if the directory is not empty.
func checkEmpty(t *testing.T, dir string) {
	t.Helper()
	if names, err := os.ReadDir(dir); len(names) > 0 || err != nil {
		t.Errorf("not empty: %v, %v", names, err)
	}
}

func TestOffLoopbackAllowed(t *testing.T) {
	srv := serve(t, Config{Listen: "0.0.0.0:0", OffLoopback: true})
	if srv.Plain().IP.IsLoopback() || srv.TLS().IP.IsLoopback() {
		t.Errorf("listens on %v and %v", srv.Plain(), srv.TLS())
	}
}

func TestListen(t *testing.T) {
	for _, test := range []struct {
		cfg        Config
		plain, tls string
	}{
		{Config{}, "127.0.0.1", "127.0.0.1"},
		{Config{Listen: "localhost:0"}, "", ""},
		{Config{Listen: "127.0.0.2:0"}, "127.0.0.2", "127.0.0.2"},
		{Config{ListenTLS: "127.0.0.3:0"}, "127.0.0.1", "127.0.0.3"},
		{Config{Listen: "[::1]:0"}, "::1", "::1"},
	} {
		srv, err := Start(test.cfg)
		if err != nil && (test.plain == "::1" || runtime.GOOS != "linux") {
			continue // this machine has no such address
		}
		if err != nil {
			t.Fatal(err)
		}
		defer srv.Close()
		for got, want := range map[*net.TCPAddr]string{srv.Plain(): test.plain, srv.TLS(): test.tls} {
			if !got.IP.IsLoopback() || got.Port == 0 || want != "" && got.IP.String() != want {
				t.Errorf("%+v: listens on %v", test.cfg, got)
			}
		}
	}
}

func TestListenErrors(t *testing.T) {
	busy := serve(t, Config{})
	for _, cfg := range []Config{
		{Listen: "127.0.0.1"},
		{Listen: "127.0.0.1:99999"},
		{Listen: busy.Plain().String()},
		{ListenTLS: busy.Plain().String()},
	} {
		if srv, err := Start(cfg); err == nil {
			t.Errorf("%+v: started", cfg)
			srv.Close()
		}
	}
}

func TestCAFileIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits there")
	}
	srv := serve(t, Config{})
	for path, want := range map[string]os.FileMode{srv.CAFile(): 0o600, filepath.Dir(srv.CAFile()): 0o700} {
		if fi, err := os.Stat(path); err != nil || fi.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, fi.Mode(), err)
		}
	}
	text, _ := os.ReadFile(srv.CAFile())
	if strings.Contains(string(text), "PRIVATE") || strings.Count(string(text), "BEGIN CERTIFICATE") != 1 {
		t.Errorf("CA file holds %s", text)
	}
}

// Close ends sessions in every state with a 421 and removes the files.
func TestClose(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	srv, got := serveInto(t)
	var clients []*client
	for _, talk := range []string{
		banner,
		banner + ehlo + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6",
		banner + ehlo + login + mail + rcpt + "C: DATA\nS: 354 Continue\nC: half",
	} {
		c := dial(t, srv.Plain())
		c.talk(talk)
		clients = append(clients, c)
	}
	overTLS := dialTLS(t, srv)
	overTLS.talk(banner)
	silent := dial(t, srv.TLS())
	for range 2 {
		if err := srv.Close(); err != nil || len(srv.sessions) > 0 {
			t.Fatal(err, srv.sessions)
		}
	}
	for _, c := range append(clients, overTLS) {
		c.talk("S: 421 The practice server is closing\nEND")
	}
	if _, err := silent.in.ReadByte(); err == nil {
		t.Error("a client without a handshake received a byte")
	}
	if len(got) > 0 {
		t.Errorf("half a message was taken: %+v", <-got)
	}
	for _, addr := range []net.Addr{srv.Plain(), srv.TLS()} {
		if _, err := net.Dial("tcp", addr.String()); err == nil {
			t.Errorf("%v is still open", addr)
		}
	}
	checkEmpty(t, tmp)
}

// Close may come between two steps of a session: then extendDeadline must not extend the time.
func TestNoNewDeadlineWhileClosing(t *testing.T) {
	conn, peer := net.Pipe()
	defer peer.Close()
	srv := &Server{sessions: map[net.Conn]bool{conn: true}}
	srv.interruptAll()
	srv.extendDeadline(conn, time.Hour)
	go peer.Write([]byte("x"))
	if n, err := conn.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("read %d, %v", n, err)
	}
}

const deliver = ehlo + login + mail + rcpt + "C: DATA\nS: 354 Continue\nC: .\nS: 250 Delivery in progress"

// Calls of Accepted do not overlap. The first call waits for a second one, which must
// not come.
func TestAcceptedOneAtATime(t *testing.T) {
	var inside, taken atomic.Int32
	second := make(chan bool, 8)
	srv := serve(t, Config{Accepted: func(Message) {
		if inside.Add(1) > 1 {
			second <- true
		}
		if taken.Add(1) == 1 {
			mustNotHappen(t, second, "calls of Accepted overlap")
		}
		inside.Add(-1)
	}})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { dial(t, srv.Plain()).talk(banner + deliver + quit) })
	}
	wg.Wait()
	if n := taken.Load(); n != 8 {
		t.Errorf("%d messages taken", n)
	}
}

// mustNotHappen waits a moment for what must not happen.
func mustNotHappen(t *testing.T, bad <-chan bool, what string) {
	select {
	case <-bad:
		t.Error(what)
	case <-time.After(100 * time.Millisecond):
	}
}

func TestCloseWaits(t *testing.T) {
	entered, closed := make(chan bool), make(chan bool, 1)
	srv := serve(t, Config{Accepted: func(Message) {
		entered <- true
		mustNotHappen(t, closed, "Close returned during a call of Accepted")
	}})
	c := dial(t, srv.Plain())
	go c.send("EHLO\r\nAUTH PLAIN AGFwaWtleQBub3QtYS1zZWNyZXQ=\r\nMAIL FROM:<>\r\nRCPT TO:<a>\r\nDATA\r\n.\r\n")
	<-entered
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
	closed <- true
}

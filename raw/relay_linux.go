package raw

import (
	"context"
	"io"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// polled is a Wire whose socket can be had.
type polled interface {
	Wire
	// Detach hands over the socket: until Close relay alone reads and writes it. What
	// is layered has TLS, which from now on waits for nothing: Read opens what Feed was
	// given (EAGAIN: that is too little), and what Write seals is to be had from
	// Sealed. After an error nothing has changed.
	Detach() (socket int, layered bool, err error)
	Feed(sealed []byte, ended error)
	Sealed() []byte // good until the next but one call
}

// relay is Copy by one thread, for what can be polled: ok says whether that is so.
func (c Copier) relay(ctx context.Context, w Wire, in io.Reader, out io.Writer) (res Result, ok bool) {
	wire, isPolled := w.(polled)
	source, isFile := in.(*os.File)
	sink, isFile2 := out.(*os.File)
	if !isPolled || !isFile || !isFile2 {
		return res, false
	}
	from, err := atFile(source, unix.O_RDONLY)
	defer from.close()
	to, err2 := atFile(sink, unix.O_WRONLY)
	defer to.close()
	stop, err3 := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil || err2 != nil || err3 != nil {
		return res, false
	}
	halt := os.NewFile(uintptr(stop), "eventfd")
	defer halt.Close()
	socket, layered, err := wire.Detach()
	if err != nil {
		return res, false
	}
	defer context.AfterFunc(ctx, func() { halt.Write([]byte{7: 1}) })()
	runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0))) // the only P of one would be taken away in each poll
	r := relay{wire: wire, layered: layered, stop: stop, limit: c.Limit}
	r.lanes(c, from, atSocket(socket), to)
	res = r.run()
	if ctx.Err() != nil {
		res.Wire = ctx.Err()
	}
	return res, true
}

// relay is both ways and what ends them.
type relay struct {
	wire     polled
	layered  bool
	up, down lane
	stop     int // readable when it is to end
	limit    time.Duration
	halved   bool      // the server has been told that no more comes
	heard    time.Time // when the server was last heard, or the input ended
	read     time.Time // when the server last took something of what waits for it
}

// lanes lays them.
func (r *relay) lanes(c Copier, in, socket, out end) {
	r.up = lane{from: in, to: socket, buf: make([]byte, talkSize)}
	r.down = lane{from: socket, to: out, buf: make([]byte, talkSize)}
	if c.CRLF {
		lines := &crlf{}
		r.up.turn = func(p []byte, err error) ([]byte, error) { return lines.translate(p), err }
	}
	if r.layered {
		r.up.turn, r.down.turn = r.seal(r.up.turn), r.open()
		r.down.take(nil, nil) // TLS may have opened something with its handshake
	}
	r.up.direct, r.down.direct = between(in, socket), between(socket, out)
}

// seal turns what goes up into records.
func (r *relay) seal(first turn) turn {
	return func(p []byte, ended error) ([]byte, error) {
		if first != nil {
			p, ended = first(p, ended)
		}
		if len(p) > 0 {
			if _, err := r.wire.Write(p); err != nil {
				r.up.broken = err
				return nil, nil
			}
		}
		if ended != nil {
			r.wire.CloseWrite()
		}
		return r.wire.Sealed(), ended
	}
}

// open turns records that come down into what is in them.
func (r *relay) open() turn {
	var opened []byte
	return func(p []byte, ended error) ([]byte, error) {
		r.wire.Feed(p, ended)
		for n := 0; ; {
			if len(opened)-n < talkSize { // a record's worth
				opened = append(opened, make([]byte, max(len(opened), talkSize))...)
			}
			got, err := r.wire.Read(opened[n:])
			if n += got; err == unix.EAGAIN {
				err = nil
			} else if err == nil {
				continue
			}
			return opened[:n], err
		}
	}
}

// run goes both ways until the one down is over.
func (r *relay) run() Result {
	for !r.down.over() {
		if r.layered && len(r.up.rest) == 0 && r.up.broken == nil {
			r.answer()
		}
		if !r.halved && r.up.over() {
			r.halved, r.heard = true, time.Now()
			r.wire.CloseWrite()
		}
		if err := r.wait(); err != nil {
			return r.result(err)
		}
		if r.halved && r.down.came {
			r.heard = time.Now()
		}
		r.down.came = false
	}
	return r.result(r.down.ended)
}

// answer sends what TLS has to say by itself.
func (r *relay) answer() {
	if r.up.rest = r.wire.Sealed(); len(r.up.rest) > 0 {
		r.up.full, r.read = true, time.Now()
	}
}

// result says how it went. A reset is told once, and may have been told to a write.
func (r *relay) result(wire error) Result {
	res := Result{Out: r.down.broken, Wire: wire}
	if res.Out != nil {
		res.Wire = nil
	}
	if res.Wire == io.EOF && r.up.broken != nil {
		res.Wire = r.up.broken
	}
	if r.up.ended != io.EOF {
		res.In = r.up.ended
	}
	return res
}

// wait waits until something can be moved, and moves it.
func (r *relay) wait() error {
	fds := [...]unix.PollFd{{Fd: -1}, {Fd: -1}, {Fd: -1}, {Fd: int32(r.stop), Events: unix.POLLIN}}
	up := r.up.asks(&fds[0], &fds[1])
	down := r.down.asks(&fds[1], &fds[2])
	left, late := r.patience()
	n, err := again(func() (int, error) { return unix.Poll(fds[:], left) })
	switch {
	case err != nil:
		return os.NewSyscallError("poll", err)
	case fds[3].Revents != 0:
		return context.Canceled
	case n == 0 || left == 0 && late == ErrUnread && !up.over():
		return late
	}
	if up.over() {
		r.up.move()
		if r.up.full && r.limit > 0 {
			r.read = time.Now()
		}
	}
	if down.over() {
		r.down.move()
	}
	return nil
}

// wait is what a lane waits for: this of that descriptor. nil: nothing.
type wait struct {
	fd    *unix.PollFd
	event int16
}

// over reports that a poll has brought it, or something worse.
func (w wait) over() bool {
	return w.fd != nil && w.fd.Revents&(w.event|unix.POLLERR|unix.POLLHUP|unix.POLLNVAL) != 0
}

// asks adds what the lane waits for to what is polled.
func (l *lane) asks(from, to *unix.PollFd) wait {
	w := wait{from, unix.POLLIN}
	switch {
	case l.over():
		return wait{}
	case l.full:
		w = wait{to, unix.POLLOUT}
		to.Fd = int32(l.to.fd)
	default:
		from.Fd = int32(l.from.fd)
	}
	w.fd.Events |= w.event
	return w
}

// patience is how long may still be waited, in ms for poll, and what it means if
// that was in vain.
func (r *relay) patience() (left int, late error) {
	since := r.heard
	switch {
	case r.limit <= 0:
		return -1, nil
	case r.halved:
		late = ErrSilent
	case r.up.full && !r.up.over():
		since, late = r.read, ErrUnread
	default:
		return -1, nil
	}
	return int(max(0, time.Until(since.Add(r.limit)).Milliseconds()+1)), late
}

package raw

import (
	"io"

	"golang.org/x/sys/unix"
)

// burst is how often one way is gone before the other has its turn.
const burst = 16

// lane is one way: from where, to where, and what was read and is not written yet.
// None of its steps waits.
type lane struct {
	from, to end
	turn     turn
	direct   func(to, from int) (int, error) // has the kernel move bulk; nil: it cannot

	buf, rest []byte
	bulk      bool  // a read has filled buf once
	full      bool  // what it waits for is that to takes more, not that from has more
	ended     error // what ended from: io.EOF, or an error
	broken    error // to took no more
	came      bool  // something came since whoever looks last reset it
}

// turn makes what to is sent of what came from from, and of its end. nil: it is
// sent as it is.
type turn func(p []byte, ended error) ([]byte, error)

// over reports that nothing more will cross.
func (l *lane) over() bool {
	return l.broken != nil || l.ended != nil && len(l.rest) == 0
}

// move moves what there is, until one end would have to be waited for.
func (l *lane) move() {
	for n := 0; n < burst && !l.over() && l.step(); n++ {
	}
}

// step reads or writes once. It reports whether another step can be tried without
// asking the ends.
func (l *lane) step() bool {
	switch {
	case len(l.rest) > 0:
		return l.write()
	case l.bulk && l.direct != nil && l.turn == nil:
		return l.splice()
	}
	return l.read()
}

func (l *lane) read() bool {
	n, err := again(func() (int, error) { return l.from.read(l.buf) })
	if err == unix.EAGAIN {
		l.full = false
		return false
	}
	if err == nil && n == 0 {
		err = io.EOF
	}
	l.take(l.buf[:max(n, 0)], err)
	if n == len(l.buf) && !l.bulk {
		l.grow()
	}
	l.full = len(l.rest) > 0
	return l.full && !l.to.waits
}

// take turns what came.
func (l *lane) take(p []byte, err error) {
	l.came = l.came || len(p) > 0
	if l.turn != nil {
		p, err = l.turn(p, err)
	}
	l.rest, l.ended = p, err
}

// grow is for bulk.
func (l *lane) grow() {
	l.bulk = true
	l.from.widen()
	l.to.widen()
	l.buf = make([]byte, bulkSize) // rest may still be in the old one
}

// write writes the rest. When all of it went, there may be more to read at once,
// if what was read last has filled the buffer and reading never waits.
func (l *lane) write() bool {
	n, err := again(func() (int, error) { return l.to.write(l.rest[:min(len(l.rest), l.to.piece)]) })
	if err == unix.EAGAIN {
		l.full = true
		return false
	}
	if err != nil {
		l.broken = err
		return false
	}
	l.rest = l.rest[n:]
	l.full = len(l.rest) > 0
	return l.full && !l.to.waits || !l.full && l.bulk && !l.from.waits
}

// splice has the kernel move what it can. It does not tell which end it would have
// to wait for: they are waited for in turn.
func (l *lane) splice() bool {
	n, err := again(func() (int, error) { return l.direct(l.to.fd, l.from.fd) })
	switch {
	case err == unix.EAGAIN:
		l.full = !l.full
		return false
	case err != nil: // a read or a write will tell which end it is, and why
		l.direct = nil
	case n == 0:
		l.ended = io.EOF
	default:
		l.came = true
	}
	return true
}

// again calls f until no signal interrupts it.
func again(f func() (int, error)) (n int, err error) {
	for err = unix.EINTR; err == unix.EINTR; {
		n, err = f()
	}
	return n, err
}

package raw

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// portable is Copy by a goroutine each way.
func (c Copier) portable(ctx context.Context, w Wire, in io.Reader, out io.Writer) Result {
	defer context.AfterFunc(ctx, func() { w.Close() })()
	up := make(chan error, 1)
	var ended atomic.Bool
	var late atomic.Pointer[error]
	ends := func(why error) func() { return func() { late.CompareAndSwap(nil, &why); w.Close() } }
	watch := time.AfterFunc(never, ends(ErrSilent))
	defer watch.Stop()
	hurried := &impatient{Writer: w, limit: c.Limit, late: time.AfterFunc(never, ends(ErrUnread))}
	go func() {
		up <- c.up(hurried, in)
		w.CloseWrite()
		if ended.Store(true); c.Limit > 0 {
			watch.Reset(c.Limit)
		}
	}()
	var r Result
	r.Wire, r.Out = down(w, out, func() {
		if c.Limit > 0 && ended.Load() {
			watch.Reset(c.Limit)
		}
	})
	if why := late.Load(); why != nil {
		r.Wire = *why
	}
	if ctx.Err() != nil {
		r.Wire = ctx.Err()
	}
	select {
	case r.In = <-up:
	default: // somebody may never type on
	}
	return r
}

// never is a time that does not come.
const never = 1 << 62

// impatient is a wire of which each write has a limit.
type impatient struct {
	io.Writer
	limit time.Duration
	late  *time.Timer
}

// Write writes p, or is ended by who set the timer.
func (i *impatient) Write(p []byte) (int, error) {
	if i.limit > 0 {
		i.late.Reset(i.limit)
		defer i.late.Stop()
	}
	return i.Writer.Write(p)
}

// up copies the input. It returns the input's error; the wire's is heard below.
func (c Copier) up(w io.Writer, in io.Reader) error {
	buf := make([]byte, bulkSize)
	var lines crlf
	for {
		n, err := in.Read(buf)
		p := buf[:n]
		if c.CRLF {
			p = lines.translate(p)
		}
		if len(p) > 0 {
			if _, failed := w.Write(p); failed != nil {
				return nil
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// down copies the wire, and tells each time that something came.
func down(w io.Reader, out io.Writer, came func()) (wire, failed error) {
	buf := make([]byte, bulkSize)
	for {
		n, err := w.Read(buf)
		if n > 0 {
			came()
			if _, failed := out.Write(buf[:n]); failed != nil {
				return nil, failed
			}
		}
		if err != nil {
			return err, nil
		}
	}
}

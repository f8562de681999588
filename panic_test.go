package main

import (
	"context"
	"os"
	"strings"

	"byhand/conn"
	"byhand/repl"
)

// panicking is byhand with a fault: at a word of the server's it panics in the
// goroutine that --ehlo names.
func panicking() {
	c := commandLine(func(ctx context.Context, f *flags, target conn.Target) error {
		opt, err := f.options(ctx, target)
		if err != nil {
			return err
		}
		defer f.typed(&opt)()
		fault := make(faulty)
		switch f.ehlo {
		case "elsewhere":
			go func() {
				defer f.err.Guard()
				panic(<-fault)
			}()
			opt.Out = hand{fault}
		case "session":
			opt.Input = deaf{opt.Input}
		default:
			opt.Out = fault
		}
		untilStuck(ctx, f.err.Guard, func() repl.Status { return f.hold(ctx, opt) })
		return nil
	})
	c.SetArgs(os.Args[1:])
	c.ExecuteContext(context.Background())
}

// faulty is where a fault is waited for; a Writer that panics at the word "now".
type faulty chan string

func (faulty) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "now") {
		panic("a fault")
	}
	return len(p), nil
}

// hand leaves the panic to another goroutine.
type hand struct{ to faulty }

func (h hand) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "now") {
		h.to <- "a fault"
	}
	return len(p), nil
}

// deaf is an input of which no line can be had.
type deaf struct{ repl.Input }

func (deaf) Ready(string) { panic("a fault") }

package cli

import (
	"context"
	"os"
	"strings"

	"byhand/repl"
)

// script collects the values of -c and -f in the order of the command line.
type script []source

// source is the value of one -c or -f.
type source struct {
	kind sourceKind
	text string // the line, or the file's name
}

type sourceKind int

const (
	isFile sourceKind = iota
	isLine
)

// add returns a function that appends a flag's value.
func (s *script) add(kind sourceKind) func(string) error {
	return func(text string) error {
		*s = append(*s, source{kind, text})
		return nil
	}
}

// openScript makes the lines of -c and -f the input. Without these flags it makes stdin the
// input.
func (f *sessionFlags) openScript(ctx context.Context, opt *repl.Options, _ context.CancelCauseFunc) (closeInput func(), err error) {
	if len(f.script) == 0 {
		f.script = script{{isFile, "-"}}
	}
	if isTerminal(os.Stderr) && os.Getenv("TERM") != "dumb" && !opt.Quiet {
		opt.Status = f.console.Status
	}
	sources, closeInput, err := f.script.open()
	if err == nil {
		opt.Input = repl.NewScript(ctx, sources)
	}
	return closeInput, err
}

// open opens all sources, so that nothing is sent if one of them cannot be opened. closeAll
// closes the files.
func (s script) open() (sources []repl.Source, closeAll func(), err error) {
	var files []*os.File
	closeAll = func() {
		for _, f := range files {
			f.Close()
		}
	}
	lines := 0
	for _, each := range s {
		next := repl.Source{Name: each.text}
		switch {
		case each.kind == isLine && strings.ContainsAny(each.text, "\r\n"):
			closeAll() // the error does not quote the line, which may hold a secret
			return nil, nil, usageError("use one -c for each line", "-c: the line contains a line break")
		case each.kind == isLine:
			lines++
			next = repl.Source{Name: "-c", First: lines, Reader: strings.NewReader(each.text + "\n")}
		case each.text == "-":
			next = repl.Source{Name: "stdin", Reader: os.Stdin}
		default:
			f, err := openFile(each.text)
			if err != nil {
				closeAll()
				return nil, nil, err
			}
			files = append(files, f)
			next.Reader = f
		}
		sources = append(sources, next)
	}
	return sources, closeAll, nil
}

func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usageError("use -f - for standard input, or -c LINE for a single line", "-f: %v", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, usageError("", "-f: %q is a directory", name)
	}
	return f, nil
}

package cli

import (
	"io"
	"os"
	"strings"

	"byhand/repl"
)

// script is what -c and -f gather, in the order in which they stand on the
// command line: both write to this one list.
type script []source

type source struct {
	kind sourceKind
	text string // the line, or the file's name
}

type sourceKind int

const (
	isFile sourceKind = iota
	isLine
)

// sourceFlag is the flag's value for one kind of source.
type sourceFlag struct {
	all  *script
	kind sourceKind
}

// Set adds what the flag was given.
func (f sourceFlag) Set(text string) error {
	*f.all = append(*f.all, source{f.kind, text})
	return nil
}

// String is the default: nothing.
func (f sourceFlag) String() string { return "" }

// Type is what help shows where no name is given.
func (f sourceFlag) Type() string { return "text" }

// open opens all sources, before anything is sent. closeAll closes the files.
func (s script) open() (sources []repl.Source, closeAll func(), err error) {
	var files []*os.File
	closeAll = func() {
		for _, f := range files {
			f.Close()
		}
	}
	nth := 0 // of the -c flags
	for _, each := range s {
		first := 0
		name, reader := "-c", io.Reader(strings.NewReader(each.text+"\n"))
		switch {
		case each.kind == isLine && strings.ContainsAny(each.text, "\r\n"): // not quoted: it may hold a secret
			closeAll()
			return nil, nil, usageError("-c LINE -c LINE sends two lines", "-c: a line break; one -c is one line")
		case each.kind == isFile && each.text == "-":
			name, reader = "stdin", os.Stdin
		case each.kind == isFile:
			f, err := openScript(each.text)
			if err != nil {
				closeAll()
				return nil, nil, err
			}
			files = append(files, f)
			name, reader = each.text, f
		default:
			nth++
			first = nth
		}
		sources = append(sources, repl.Source{Name: name, First: first, Reader: reader})
	}
	return sources, closeAll, nil
}

func openScript(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, usageError("-f - reads standard input, -c LINE gives a line itself", "-f: %v", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, usageError("-f wants a file with lines to send", "-f: %q is a folder", name)
	}
	return f, nil
}

// Package lesson is the teacher: lessons as text files that a teacher can read
// and change, and a pupil's way through one, told by the server's replies. It
// never sends anything.
package lesson

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Lesson is one of them.
type Lesson struct {
	Title string
	Steps []Step
}

// Step is one thing to do.
type Step struct {
	Name  string
	Words []string // paragraphs: what to do and why
	Type  string   // the line to type, as an example; "": the words say it
	To    string   // what the reply that ends the step answers, as smtp.Answer has it; "TLS": TLS begins; "": reading is all
	Codes []string // which codes end it: "250", "2yz"
	Else  []Remark
}

// Remark is what is said to another reply than the one that is wanted.
type Remark struct {
	Code  string // "503", "5yz"
	Words string
}

// A FaultError says which line of a lesson's file is wrong.
type FaultError struct {
	File string
	Line int
	What string
}

// Error is "greylist.txt:12: what".
func (e *FaultError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What) }

// maxSize is how many bytes a lesson may have.
const maxSize = 1 << 20

// Parse reads a lesson:
//
//	# A message by hand
//
//	== Say hello
//	Words for people, in paragraphs.
//	type: EHLO me
//	want: EHLO 250
//	else 5yz: Words for this mistake.
//
// Lines that begin with // are for who reads the file. The error is a
// *FaultError.
func Parse(file, text string) (*Lesson, error) {
	p := parser{file: path.Base(strings.ReplaceAll(file, `\`, "/"))}
	switch {
	case len(text) > maxSize:
		return nil, p.fault("more than 1 MiB")
	case !utf8.ValidString(text):
		return nil, p.fault("it is not in UTF-8")
	}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		p.number++
		if err := p.line(strings.TrimRight(line, " \t\r\n")); err != nil {
			return nil, err
		}
	}
	if err := p.ended(); err != nil {
		return nil, err
	}
	if p.lesson.Title == "" || len(p.lesson.Steps) == 0 {
		return nil, p.fault("a lesson has a title (# ...) and steps (== ...)")
	}
	return &p.lesson, nil
}

type parser struct {
	file   string
	number int
	lesson Lesson
	step   *Step
	open   bool // the last line belongs to a paragraph
}

func (p *parser) fault(format string, a ...any) error {
	return &FaultError{p.file, max(1, p.number), fmt.Sprintf(format, a...)}
}

func (p *parser) line(line string) error {
	key, value, keyed := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(line, "//"):
	case line == "":
		p.open = false
	case strings.HasPrefix(line, "# ") && p.lesson.Title == "":
		p.lesson.Title = strings.TrimSpace(line[2:])
	case strings.HasPrefix(line, "== "):
		return p.begin(strings.TrimSpace(line[3:]))
	case p.step == nil:
		return p.fault("%q stands before the first step (== its name)", short(line))
	case keyed && key == "type":
		p.step.Type, p.open = value, false
	case keyed && key == "want":
		return p.want(value)
	case keyed && strings.HasPrefix(key, "else "):
		return p.remark(strings.TrimSpace(key[5:]), value)
	case p.open:
		p.step.Words[len(p.step.Words)-1] += " " + line
	default:
		p.step.Words, p.open = append(p.step.Words, line), true
	}
	return nil
}

func short(line string) string { return string([]rune(line)[:min(len([]rune(line)), 40)]) }

func (p *parser) begin(name string) error {
	if err := p.ended(); err != nil {
		return err
	}
	p.lesson.Steps = append(p.lesson.Steps, Step{Name: name})
	p.step, p.open = &p.lesson.Steps[len(p.lesson.Steps)-1], false
	return nil
}

// ended checks the step that ends here.
func (p *parser) ended() error {
	switch {
	case p.step == nil:
		return nil
	case len(p.step.Words) == 0:
		return p.fault("the step %q says nothing", p.step.Name)
	case p.step.To == "" && (p.step.Type != "" || len(p.step.Else) > 0):
		return p.fault("the step %q does not say what it wants (want: EHLO 250)", p.step.Name)
	}
	return nil
}

func (p *parser) want(value string) error {
	words := strings.Fields(value)
	p.open = false
	if len(words) == 1 && words[0] == "TLS" {
		p.step.To = "TLS"
		return nil
	}
	if len(words) < 2 {
		return p.fault("want: needs a command and a code (want: EHLO 250), or TLS")
	}
	for _, code := range words[1:] {
		if !isCode(code) {
			return p.fault("%q is no reply code: 250, or 2yz for all that begin with 2", short(code))
		}
	}
	p.step.To, p.step.Codes = strings.ToUpper(words[0]), words[1:]
	return nil
}

func (p *parser) remark(code, words string) error {
	p.open = false
	if !isCode(code) {
		return p.fault("%q is no reply code: 503, or 5yz for all that begin with 5", short(code))
	}
	p.step.Else = append(p.step.Else, Remark{code, words})
	return nil
}

// isCode reports whether a word is 250 or 2yz.
func isCode(word string) bool {
	if len(word) == 3 && strings.HasSuffix(word, "yz") {
		return word[0] >= '2' && word[0] <= '5'
	}
	n, err := strconv.Atoi(word)
	return err == nil && len(word) == 3 && n >= 200 && n < 600
}

// covers reports whether a code is meant by a pattern.
func covers(pattern string, code int) bool {
	text := strconv.Itoa(code)
	return pattern == text || strings.HasSuffix(pattern, "yz") && pattern[:1] == text[:1]
}

//go:embed lessons/*.txt
var files embed.FS

// All returns byhand's own lessons, in order.
func All() []*Lesson {
	entries, _ := files.ReadDir("lessons") // it is in the program
	var all []*Lesson
	for _, e := range entries {
		text, _ := files.ReadFile("lessons/" + e.Name())
		l, err := Parse(e.Name(), string(text))
		if err != nil {
			panic(err) // a test reads all of them
		}
		all = append(all, l)
	}
	return all
}

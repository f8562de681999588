// Package lesson reads lessons, which are text files that teachers can write and
// change, and tracks a pupil's progress by the server's replies. It never sends
// anything.
package lesson

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Lesson is a title and the steps to do.
type Lesson struct {
	Title string
	Steps []Step
}

// Step is one thing to do.
type Step struct {
	Name       string
	Paragraphs []string // paragraphs: what to do and why
	Type       string   // an example of the line to type; "": see Paragraphs
	Verb       string   // the step ends with a reply to this (see smtp.MatchedReply), or when TLS begins ("TLS"); "": only read
	Codes      []string // the reply codes that end the step: "250", "2yz"
	Remarks    []Remark
}

// Remark is what byhand says after another reply.
type Remark struct {
	Code string // "503", "5yz"
	Text string
}

// A FaultError says what is wrong in which line of a lesson's file.
type FaultError struct {
	File string
	Line int
	What string
}

// Error returns "greylist.txt:12: what".
func (e *FaultError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What) }

// maxSize is the maximum size of a lesson in bytes.
const maxSize = 1 << 20

// Parse reads a lesson:
//
//	# A message by hand
//
//	== Greet the server
//	What to do and why, in paragraphs.
//	type: EHLO me
//	want: EHLO 250
//	else 5yz: What to say after this mistake.
//
// Lines that begin with // are comments. The error is a *FaultError.
func Parse(file, text string) (*Lesson, error) {
	p := parser{file: path.Base(strings.ReplaceAll(file, `\`, "/"))}
	switch {
	case len(text) > maxSize:
		return nil, p.fault("the file is larger than 1 MiB")
	case !utf8.ValidString(text):
		return nil, p.fault("the file is not UTF-8")
	}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		p.number++
		if err := p.parseLine(strings.TrimRight(line, " \t\r\n")); err != nil {
			return nil, err
		}
	}
	if err := p.checkStep(); err != nil {
		return nil, err
	}
	if p.lesson.Title == "" || len(p.lesson.Steps) == 0 {
		return nil, p.fault("a lesson needs a title (# TITLE) and steps (== NAME)")
	}
	return &p.lesson, nil
}

type parser struct {
	file   string
	number int
	lesson Lesson
	step   *Step
	open   bool // the next line continues the last paragraph
}

func (p *parser) fault(format string, a ...any) error {
	return &FaultError{p.file, max(1, p.number), fmt.Sprintf(format, a...)}
}

func (p *parser) parseLine(line string) error {
	key, value, keyed := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(line, "//"):
	case line == "":
		p.open = false
	case strings.HasPrefix(line, "# ") && p.lesson.Title == "":
		p.lesson.Title = strings.TrimSpace(line[2:])
	case strings.HasPrefix(line, "== "):
		return p.beginStep(strings.TrimSpace(line[3:]))
	case p.step == nil:
		return p.fault("%q comes before the first step (== NAME)", shorten(line))
	case keyed && key == "type":
		p.step.Type, p.open = value, false
	case keyed && key == "want":
		return p.parseWant(value)
	case keyed && strings.HasPrefix(key, "else "):
		return p.parseElse(strings.TrimSpace(key[5:]), value)
	case p.open:
		p.step.Paragraphs[len(p.step.Paragraphs)-1] += " " + line
	default:
		p.step.Paragraphs, p.open = append(p.step.Paragraphs, line), true
	}
	return nil
}

func shorten(line string) string { return string([]rune(line)[:min(len([]rune(line)), 40)]) }

func (p *parser) beginStep(name string) error {
	if err := p.checkStep(); err != nil {
		return err
	}
	p.lesson.Steps = append(p.lesson.Steps, Step{Name: name})
	p.step, p.open = &p.lesson.Steps[len(p.lesson.Steps)-1], false
	return nil
}

// checkStep reports what the step that ends here lacks.
func (p *parser) checkStep() error {
	switch {
	case p.step == nil:
		return nil
	case len(p.step.Paragraphs) == 0:
		return p.fault("step %q has no text", p.step.Name)
	case p.step.Verb == "" && (p.step.Type != "" || len(p.step.Remarks) > 0):
		return p.fault("step %q has no \"want:\" line (want: EHLO 250)", p.step.Name)
	}
	return nil
}

func (p *parser) parseWant(value string) error {
	words := strings.Fields(value)
	p.open = false
	if value == "TLS" {
		p.step.Verb = "TLS"
		return nil
	}
	if len(words) < 2 {
		return p.fault("want: needs a command and a code (want: EHLO 250), or TLS")
	}
	p.step.Verb, p.step.Codes = strings.ToUpper(words[0]), words[1:]
	return p.checkCodes(words[1:]...)
}

func (p *parser) parseElse(code, words string) error {
	p.open = false
	p.step.Remarks = append(p.step.Remarks, Remark{code, words})
	return p.checkCodes(code)
}

var codePattern = regexp.MustCompile(`^[2-5]([0-9][0-9]|yz)$`)

func (p *parser) checkCodes(codes ...string) error {
	for _, code := range codes {
		if !codePattern.MatchString(code) {
			return p.fault("%q is not a reply code (250, or 2yz for all that begin with 2)", shorten(code))
		}
	}
	return nil
}

// matches reports whether a code matches a pattern: 250 or 2yz.
func matches(pattern string, code int) bool {
	text := strconv.Itoa(code)
	return pattern == text || pattern == text[:1]+"yz"
}

//go:embed lessons/*.txt
var files embed.FS

// All returns the built-in lessons, in order.
func All() []*Lesson {
	entries, _ := files.ReadDir("lessons") // embedded: cannot fail
	var all []*Lesson
	for _, e := range entries {
		text, _ := files.ReadFile("lessons/" + e.Name())
		l, err := Parse(e.Name(), string(text))
		if err != nil {
			panic(err) // a test parses all of them
		}
		all = append(all, l)
	}
	return all
}

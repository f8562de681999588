package transcript

import (
	"bufio"
	"bytes"
	_ "embed" // page.html
	"fmt"
	"html/template"
	"io"
	"iter"
	"strings"
	"sync"
	"time"

	"byhand/internal/sanitize"
	"byhand/internal/smtp"
)

//go:embed page.html
var pageText string

// pageTemplate is parsed when the first page is written: no other run of byhand
// should have to wait for it.
var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(pageText))
})

// writeHTML writes a session as one page that stands alone: no script, nothing
// fetched, no link that leaves it. What came from the wire passes two glasses,
// sanitize (as for a terminal) and html/template, and the page's own policy
// forbids what would get through both. dropped is how many entries could not be
// kept.
//
// A text of more than maxHTMLText bytes is cut, and the page says by how much.
// The page is written as it is made, so its length costs no memory.
func writeHTML(w io.Writer, entries []Entry, dropped int) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	if err := pageTemplate().Execute(buffered, newHTMLPage(entries, dropped)); err != nil {
		return err
	}
	return buffered.Flush()
}

// isHTML reports whether data begins as a page does.
func isHTML(data []byte) bool {
	begin := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 1024)]))
	return bytes.HasPrefix(begin, []byte("<!doctype html")) || bytes.HasPrefix(begin, []byte("<html"))
}

// readHTML refuses to read a page.
func readHTML([]byte, func(Entry) bool) error {
	return &ReadError{What: "an HTML page cannot be read back", Hint: ":save FILE.txt, FILE.md or FILE.json can"}
}

// htmlPage is what page.html shows. Every string in it and below it is safe to
// show (see safe).
type htmlPage struct {
	Target  string // "mail.example.net:587", or words when that is not known
	When    string // "" when not known
	Facts   []htmlFact
	Refused []htmlRefusal
	More    string // refusals that are not in Refused
	Dropped string // "": none
	Slowest string // "": no reply was timed
	Rows    iter.Seq[htmlRow]
	TLS     [][]htmlFact // a list for each TLS connection
	Codes   []*htmlCode
}

// htmlFact is a line of a list: "Reached", "192.0.2.1:587".
type htmlFact struct {
	Name   string
	Values []string
	Bad    bool // it wants attention
}

// htmlRefusal is a reply that said no, and the row it is found in.
type htmlRefusal struct {
	Row  int
	Text string // "550 5.1.1 to RCPT"
}

// htmlCode is a row of the table of reply codes.
type htmlCode struct {
	Code     int
	Enhanced []string // the finer codes that came with it, no more than maxNamed
	Times    int
	Meaning  string
	Bad      bool
}

// maxNamed is how many of one sort the summary names: a batch may have thousands
// of refusals.
const maxNamed = 8

func newHTMLPage(entries []Entry, dropped int) htmlPage {
	t := tally(entries)
	p := htmlPage{
		Target:  "a session without a connection",
		Facts:   t.facts(),
		Refused: t.named,
		Rows:    htmlRows(entries, t.slowest),
		TLS:     t.tls,
		Codes:   t.codeTable(),
	}
	if len(t.openings) > 0 {
		p.Target = safe(t.openings[0].Target)
	}
	if len(entries) > 0 && !entries[0].Time.IsZero() {
		p.When = htmlTime(entries[0].Time)
	}
	if more := t.refused - len(t.named); more > 0 {
		p.More = fmt.Sprintf("and %s more", grouped(more))
	}
	if dropped > 0 {
		p.Dropped = plural(dropped, "entry", "entries")
	}
	if t.slowest > 0 {
		p.Slowest = htmlTook(t.slowest)
	}
	return p
}

// classMeaning says what the first digit of a code means, for one that smtp
// does not know (RFC 5321 4.2.1).
func classMeaning(code int) string {
	switch code / 100 {
	case 2:
		return "Done (no standard defines this very code)"
	case 3:
		return "More is wanted (no standard defines this very code)"
	case 4:
		return "Refused for now (no standard defines this very code)"
	case 5:
		return "Refused for good (no standard defines this very code)"
	}
	return "No code of SMTP's"
}

func meaningOf(code int) string {
	if m := smtp.Meaning(code); m != "" {
		return m
	}
	return classMeaning(code)
}

// maxHTMLText is how much of one text is shown. SMTP's longest line has 1,000
// bytes (RFC 5321 4.5.3.1.6).
const maxHTMLText = 32 << 10

// safe makes text fit to be shown, cut to maxHTMLText bytes.
func safe(text string) string {
	shown, cut := safeCut(text)
	if cut > 0 {
		return shown + "... (" + plural(cut, "byte", "bytes") + " more)"
	}
	return shown
}

// safeCut is safe for who wants to tell of the cut itself.
func safeCut(text string) (shown string, cut int) {
	if len(text) <= maxHTMLText {
		return sanitize.Text(text), 0
	}
	end := maxHTMLText
	for back := 1; back < 4 && text[end]&0xC0 == 0x80; back++ {
		end-- // not within a character, as far as it is UTF-8
	}
	return sanitize.Text(text[:end]), len(text) - end
}

// htmlTime writes a time as people and machines both read it.
func htmlTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// htmlTook writes how long something took with two or three digits: "0.4 ms",
// "12 ms", "2.3 s", "3 min 20 s".
func htmlTook(d time.Duration) string {
	switch {
	case d < 9950*time.Microsecond:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%.0f ms", float64(d)/float64(time.Millisecond))
	case d < 59950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	d = d.Round(time.Second)
	if d < time.Hour {
		return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d h %d min", d/time.Hour, d%time.Hour/time.Minute)
}

// grouped writes a number with commas: 1,048,576.
func grouped[T ~int | ~int64](n T) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// plural writes a number and its noun.
func plural[T ~int | ~int64](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

package transcript

import (
	"bufio"
	"bytes"
	"cmp"
	_ "embed" // page.html
	"fmt"
	"html/template"
	"io"
	"iter"
	"sync"

	"byhand/internal/smtp"
)

//go:embed page.html
var pageText string

// pageTemplate is parsed when the first page is written, so that other runs of byhand start
// faster.
var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(pageText))
})

// writeHTML writes a session as one page without scripts, external files and links to other
// pages. Text from the wire passes package sanitize, as it does for a terminal, and
// html/template. The content security policy of the page blocks what passes both. dropped
// is how many entries could not be kept.
//
// writeHTML cuts a text of more than maxHTMLText bytes, and the page says how much is
// missing. It makes one row at a time, so a long page needs no more memory.
func writeHTML(w io.Writer, entries []Entry, dropped int) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	if err := pageTemplate().Execute(buffered, newHTMLPage(entries, dropped)); err != nil {
		return err
	}
	return buffered.Flush()
}

// isHTML reports whether data begins with the tags of a page.
func isHTML(data []byte) bool {
	begin := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 1024)]))
	return bytes.HasPrefix(begin, []byte("<!doctype html")) || bytes.HasPrefix(begin, []byte("<html"))
}

// htmlPage has what page.html shows. Every string in it, and in what it contains, is safe to
// show (see safe).
type htmlPage struct {
	Target  string // "mail.example.net:587", or a phrase if it is not known
	When    string // "": not known
	Facts   []htmlFact
	Refused []htmlRefusal // the first refusals
	More    string        // how many more there are; "": none
	Dropped string        // how many entries could not be kept; "": none
	Slowest string        // the time of the slowest reply; "": not known
	Rows    iter.Seq[htmlRow]
	TLS     [][]htmlFact // a list for each TLS connection
	Codes   []*htmlCode
}

// htmlFact is a line of a list: "Reached", "192.0.2.1:587".
type htmlFact struct {
	Name   string
	Values []string
	Bad    bool // show it as a problem
}

// htmlRefusal is a reply that was a refusal, and the number of its row.
type htmlRefusal struct {
	Row  int
	Text string // "550 5.1.1 to RCPT"
}

// htmlCode is a row of the table of reply codes.
type htmlCode struct {
	Code     int
	Enhanced []string // the enhanced codes that came with it, at most maxListed
	Times    int      // how often it came
	Meaning  string
	Bad      bool
}

// maxListed is how many items of a kind the summary lists. A batch may have thousands of
// refusals.
const maxListed = 8

func newHTMLPage(entries []Entry, dropped int) htmlPage {
	t := countEntries(entries)
	p := htmlPage{
		Target:  "a session without a connection",
		Facts:   t.facts(),
		Refused: t.firstRefusals,
		Rows:    htmlRows(entries, t.slowest),
		TLS:     t.tlsLists,
		Codes:   t.codeTable(),
	}
	if len(t.openings) > 0 {
		p.Target = cmp.Or(safe(t.openings[0].Target), "a server that the file does not name")
	}
	if len(entries) > 0 && !entries[0].Time.IsZero() {
		p.When = formatTime(entries[0].Time)
	}
	if more := t.refused - len(t.firstRefusals); more > 0 {
		p.More = fmt.Sprintf("and %s more", formatNumber(more))
	}
	if dropped > 0 {
		p.Dropped = plural(dropped, "entry", "entries")
	}
	if t.slowest > 0 {
		p.Slowest = formatDuration(t.slowest)
	}
	return p
}

// meaningOf returns what a reply code means. For a code that no standard defines, it
// returns what the first digit means (RFC 5321 4.2.1).
func meaningOf(code int) string {
	class := ""
	switch code / 100 {
	case 2:
		class = "Accepted"
	case 3:
		class = "The server waits for more"
	case 4:
		class = "Temporary refusal"
	case 5:
		class = "Permanent refusal"
	default:
		return "Not an SMTP reply code"
	}
	return cmp.Or(smtp.Meaning(code), class+" (not a standard code)")
}

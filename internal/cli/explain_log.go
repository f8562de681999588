package cli

import (
	"cmp"
	"io"
	"os"
	"time"

	"byhand/internal/advice"
	"byhand/internal/describe"
	"byhand/internal/maillog"
	"byhand/internal/refusal"
	"byhand/repl"
)

// explainReply explains one refusal. text is the reply as the user gave it.
func (f *explainFlags) explainReply(r refusal.Reply, text string) error {
	refused := advice.Refusal{Reply: r}
	if f.json {
		return f.write(newRefusalJSON(advice.Why(refused), r, text, 0))
	}
	for _, line := range describe.Refusal(refused) {
		if err := f.out.Row("", line); err != nil {
			return err
		}
	}
	return nil
}

// explainLog explains the refusals in a log.
func (f *explainFlags) explainLog(log io.Reader) error {
	s := summary{causes: map[refusal.Cause]*causeCount{}, reasons: map[string]advice.Reason{}}
	in := &progressReader{Reader: log, tell: f.progress()}
	err := maillog.Find(in, func(found maillog.Found) error {
		r := refusal.Parse(found.Text)
		r.Verb = cmp.Or(found.Verb, r.Verb)
		reason := s.count(r, found)
		if f.json {
			return f.write(newRefusalJSON(reason, r, found.Text, found.Line))
		}
		return nil
	})
	f.console.Status("")
	switch {
	case err != nil:
		return err
	case s.total == 0:
		return &repl.Failure{Status: repl.Refused, What: "no refusal found in the input"}
	case f.json:
		return nil
	}
	return f.showSummary(&s)
}

// progress returns a function that shows how much of stdin was read, or nil if
// progress is not shown.
func (f *explainFlags) progress() func(read int64) {
	if !f.console.showsProgress() {
		return nil
	}
	of := ""
	if info, err := os.Stdin.Stat(); err == nil && info.Mode().IsRegular() {
		of = " of " + describe.Octets(info.Size())
	}
	return func(read int64) { f.console.Status(describe.Octets(read) + of) }
}

// progressReader reports how much was read, ten times a second.
type progressReader struct {
	io.Reader
	tell func(read int64) // nil: progress is not shown
	read int64
	told time.Time
}

func (p *progressReader) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	p.read += int64(n)
	if now := time.Now(); p.tell != nil && now.Sub(p.told) >= 100*time.Millisecond {
		p.told = now
		p.tell(p.read)
	}
	return n, err
}

package cli

import (
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"byhand/internal/replay"
	"byhand/internal/rows"
	"byhand/internal/transcript"
)

// shownText is how many lines of a message a dry run shows.
const shownText = 5

// dryRun prints what a replay would send.
type dryRun struct {
	*replayFlags
	out     rows.Writer
	isTLS   bool
	text    int  // lines of the message so far
	answers bool // the step before is an answer
	missing []string
}

// dry prints what would be sent where, and what is missing. It connects to nothing.
func (f *replayFlags) dry(c *cobra.Command, args []string) error {
	d := &dryRun{replayFlags: f, out: stdoutRows(c)}
	targets, err := f.replayTargets(args)
	for _, t := range targets {
		if f.noTLS || t.TLS {
			f.plan = f.plan.WithoutTLS()
		}
		tls := "without TLS at first"
		if d.isTLS = t.TLS; t.TLS {
			tls = "with TLS from the first byte"
		}
		d.out.Row("to ", fmt.Sprintf("%s, %s", t, tls))
	}
	if err != nil {
		d.missing = append(d.missing, "the server: byhand replay "+f.opt.Playback.File+" HOST PORT")
	}
	texts := f.textsOf()
	for step := range f.plan.Steps {
		d.show(step, texts(step.At))
	}
	d.endText()
	for _, line := range recordedRefusals(f.source) {
		d.out.Row("", line)
	}
	for _, what := range d.missing {
		d.out.Row("missing: ", what)
	}
	if len(d.missing) == 0 {
		return d.out.Row("missing: ", "nothing")
	}
	return nil
}

// textsOf returns a function that returns the masked text of an entry. The indexes must not
// decrease.
func (f *replayFlags) textsOf() func(at int) string {
	next, _ := iter.Pull(f.source.Entries)
	e, i := transcript.Entry{}, -1
	return func(at int) string {
		for ; i < at; i++ {
			e, _ = next()
		}
		return e.Text
	}
}

// show prints a step. text is its line with secrets masked.
func (d *dryRun) show(step replay.Step, text string) {
	arrow := "-> "
	if d.isTLS {
		arrow = "~> "
	}
	if step.IsText() {
		if d.text++; d.text <= shownText {
			d.out.Row(arrow, text)
		}
		return
	}
	d.endText()
	switch {
	case step.Command == ":tls":
		d.isTLS = true
		d.out.Row("   ", "TLS starts")
	case step.Command != "":
		d.out.Row("   ", step.Command+": byhand logs in itself")
		d.needSecret(step.Command)
	default:
		d.out.Row(arrow, text)
	}
	if step.Secret {
		d.needSecret(string(step.Line))
	}
	if step.NeedsMessage {
		d.needMessage()
	}
	d.answers = step.IsAnswer()
}

// endText prints how many lines of a message were not shown.
func (d *dryRun) endText() {
	if more := d.text - shownText; more > 0 {
		d.out.Row("   ", fmt.Sprintf("%d more lines of the message", more))
	}
	d.text = 0
}

// needSecret notes what a login needs that no flag gives.
func (d *dryRun) needSecret(command string) {
	words := strings.Fields(command)
	isToken := strings.Contains(strings.ToUpper(command), "OAUTH")
	switch {
	case words[0] == ":auth" && len(words) == 2, words[0] == ":answer" && len(words) == 1 && !d.answers:
		d.need("the user name: --user USER")
	}
	switch {
	case isToken && d.token == (secretFlags{name: d.token.name}):
		d.need("the token: --token-file FILE, --token-env NAME, or type it when asked")
	case !isToken && d.password == (secretFlags{name: d.password.name}):
		d.need("the password: --password-file FILE, --password-env NAME, or type it when asked")
	}
}

// need notes something that is missing, once.
func (d *dryRun) need(what string) {
	for _, known := range d.missing {
		if known == what {
			return
		}
	}
	d.missing = append(d.missing, what)
}

// needMessage notes a message that the log omits.
func (d *dryRun) needMessage() {
	switch from := d.opt.Playback; {
	case from.Message != "":
		d.out.Row("   ", "the message in "+from.Message)
	case from.Test:
		d.out.Row("   ", "a test message")
	default:
		d.out.Row("   ", "replay stops here: the "+d.sourceWord()+" omits the message")
		d.need("the message: --message FILE or --test-message")
	}
}

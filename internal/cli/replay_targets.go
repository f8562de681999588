package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"byhand/conn"
	"byhand/internal/recorder"
	"byhand/internal/replay"
	"byhand/internal/rows"
	"byhand/internal/target"
	"byhand/internal/transcript"
	"byhand/repl"
)

// targetWords groups the arguments after FILE by target: HOST PORT, or HOST:PORT for each. Only
// the first target may have its port in a word of its own.
func targetWords(args []string) (all [][]string) {
	if len(args) > 1 && isPort(args[1]) {
		all, args = append(all, args[:2]), args[2:]
	}
	for _, word := range args {
		all = append(all, []string{word})
	}
	if all == nil {
		all = [][]string{nil}
	}
	return all
}

// isPort reports whether a word is a port or the name of a service.
func isPort(word string) bool {
	_, err := target.Parse("localhost", word)
	return err == nil || strings.Trim(word, "0123456789") == ""
}

// replayTargets returns the servers to replay to.
func (f *replayFlags) replayTargets(args []string) (all []conn.Target, err error) {
	groups := targetWords(args)
	for _, words := range groups {
		if len(groups) > 1 && len(words) == 1 && !strings.Contains(words[0], ":") {
			return nil, usageError("byhand replay FILE HOST:PORT HOST:PORT", "%q has no port: several servers need HOST:PORT each", words[0])
		}
		t, err := f.replayTarget(words)
		if err != nil {
			return all, err
		}
		all = append(all, t)
	}
	return all, nil
}

// replayToEach replays to several servers, one after the other, and compares the replies.
func (f *replayFlags) replayToEach(ctx context.Context, opt repl.Options, targets []conn.Target) (status repl.Status) {
	columns := []replay.Column{{Name: "recorded", Exchanges: f.recorded}}
	if !replay.HasReplies(f.recorded) {
		columns = nil
	}
	for _, t := range targets {
		f.console.tell("replaying to %s", t)
		each := opt
		each.Target, each.Quiet, each.Out, each.OnTerminal, each.JSON = t, true, io.Discard, false, false
		each.Recorder = &recorder.Recorder{WithSecrets: opt.Recorder.WithSecrets, HideAddresses: opt.Recorder.HideAddresses}
		plan := f.plan
		if f.noTLS || t.TLS {
			plan = plan.WithoutTLS()
		}
		ended := repl.Replay(ctx, each, plan)
		if status == repl.OK {
			status = ended
		}
		now, _ := replay.Exchanges(entriesOf(each.Recorder))
		columns = append(columns, replay.Column{Name: t.String(), Exchanges: now})
		each.Recorder.Close()
		if ctx.Err() != nil {
			return status
		}
	}
	f.tellRefusals()
	table := replay.Tabulate(columns, f.strict)
	if !f.console.quiet || !table.IsAlike() {
		f.console.rows().Table(table.Cells())
		f.tellDifferences(columns)
	}
	return f.finishReport(table, status)
}

// tellDifferences shows where the replies of each server differ from the first column.
func (f *replayFlags) tellDifferences(columns []replay.Column) {
	for _, c := range columns[1:] {
		differences := replay.Compare(columns[0].Exchanges, c.Exchanges)
		if replay.AreAlike(differences, f.strict) {
			continue
		}
		f.console.rows().Say(c.Name + ", compared with " + columns[0].Name + ":")
		for _, row := range replay.Report(differences, len(columns[0].Exchanges), f.strict, f.reportWidth()) {
			f.console.rows().Say(row)
		}
	}
}

// reportWidth returns how wide the rows of a report are.
func (f *replayFlags) reportWidth() int {
	width := 100
	if columns := columnsOf(os.Stderr); columns != nil {
		width = columns()
	}
	return width - len(rows.Ours)
}

// finishReport writes the comparison to the file of --report, and returns the exit status.
func (f *replayFlags) finishReport(table replay.Table, status repl.Status) repl.Status {
	if f.report != "" {
		if err := f.writeReport(table); err != nil {
			f.console.rows().Say(fmt.Sprintf("cannot write the report: %v", err))
			if status == repl.OK {
				return repl.Unwritable
			}
		}
	}
	if status == repl.OK && !table.IsAlike() {
		return repl.Refused
	}
	return status
}

// checkReport checks the name of the report before anything is sent.
func (f *replayFlags) checkReport() error {
	if f.report == "" {
		return nil
	}
	if format, err := transcript.FormatOf(f.report); err != nil || format != transcript.HTML && format != transcript.JSON {
		return usageError("--report FILE.html or FILE.json", "--report: the name %q has no known extension", f.report)
	}
	if _, err := os.Lstat(f.report); err == nil {
		return usageError("choose another name", "--report: %q already exists", f.report)
	}
	return nil
}

// writeReport writes the comparison to a new file.
func (f *replayFlags) writeReport(table replay.Table) error {
	out, err := os.OpenFile(f.report, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	write := table.WriteHTML
	if format, _ := transcript.FormatOf(f.report); format == transcript.JSON {
		write = table.WriteJSON
	}
	err = write(out)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		os.Remove(f.report)
	}
	return err
}

package repl

import (
	"context"
	"errors"
	"slices"
	"strings"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/prompt"
	"byhand/internal/replay"
	"byhand/internal/smtp"
)

// playback is a replay in progress. It sends a step only if the server waits for it now: the
// replies may differ from those in the transcript.
type playback struct {
	*Session
	omitted  smtp.Phase // the phase of the steps being omitted; Greeting: none
	chunking bool       // a chunk is being sent
	octets   int        // how many octets of the chunk were sent
	refused  bool       // a chunk was refused, and no other may follow it (RFC 3030 2)
}

// play runs the steps of a plan. It stops early if a step fails or the output cannot be written.
func play(ctx context.Context, s *Session, plan replay.Plan) error {
	s.wait.inCommand = true // wait for each reply, also at a prompt
	defer func() { s.wait.inCommand = false }()
	r := &playback{Session: s}
	for step := range plan.Steps {
		if !s.writable() {
			return nil
		}
		s.wait.inCommand = true
		if err := r.do(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// do runs one step if the server waits for it.
func (r *playback) do(ctx context.Context, step replay.Step) error {
	if step.Command == ":tls" && r.lacksTLS() {
		return failure(TLSFailed, "the server does not start TLS this time: replay stopped before sending anything unencrypted", r.reach().ReplayPlain(r.client.Target()))
	}
	if err := r.checkChunk(); err != nil {
		return err
	}
	switch fits, err := r.checkPhase(step); {
	case err != nil:
		return err
	case !fits:
		r.omit(step.Phase)
		return nil
	}
	r.omitted = smtp.Greeting
	if step.Phase == smtp.Command && isCommand("BDAT", step.Line) {
		return r.beginChunk(ctx, step)
	}
	if r.refused && step.Phase == smtp.Command {
		r.refused = !slices.ContainsFunc([]string{"MAIL", "RSET", "EHLO", "LHLO"}, func(verb string) bool { return isCommand(verb, step.Line) })
	}
	if r.chunking {
		r.octets += len(step.Line) + len(step.Ending)
	}
	if err := r.repeat(ctx, step); err != nil {
		return err
	}
	return r.checkChunk()
}

// checkPhase reports whether the server waits for a step. If the server would read a command
// as message text or as a password, it closes the connection and returns a *Failure.
func (r *playback) checkPhase(step replay.Step) (bool, error) {
	const differs, closes = "unlike in the transcript, the server is waiting for ", "; connection closed, because it would read the next command as "
	now := r.client.Phase()
	switch {
	case now == smtp.Closed, now == step.Phase:
		return true, nil
	case step.Phase != smtp.Command:
		return false, nil
	case now == smtp.Message:
		r.client.Close()
		return false, failure(Refused, differs+"a message"+closes+"message text", "")
	case now == smtp.Challenge:
		r.client.Close()
		return false, failure(Refused, differs+"the answer to a challenge"+closes+"that answer", "")
	}
	return true, nil
}

// omit notes, once for the lines of a phase, that they are not sent.
func (r *playback) omit(phase smtp.Phase) {
	what := map[smtp.Phase]string{smtp.Message: "the server did not ask for the message this time: byhand omits it", smtp.Challenge: "the server sent no challenge this time: byhand omits the answer"}
	if r.omitted != phase {
		r.out.Note(what[phase])
	}
	r.omitted = phase
}

// beginChunk sends BDAT, or omits it where :bdat would return a *Failure.
func (r *playback) beginChunk(ctx context.Context, step replay.Step) error {
	if checkMailProtocol(r.Session, "again") != nil {
		return r.repeat(ctx, step)
	}
	unsafe := checkChunking(r.Session)
	if unsafe == nil && r.refused {
		unsafe = failure(Refused, "the server refused an earlier chunk", "")
	}
	if unsafe != nil {
		r.out.Note("BDAT omitted: " + unsafe.Error())
		r.omitted = smtp.Message
		return nil
	}
	r.client.StartGathering()
	r.chunking, r.octets = true, 0
	if err := r.repeat(ctx, step); err != nil {
		return err
	}
	return r.checkChunk()
}

// checkChunk checks whether the chunk in progress has its reply. If the server refused it
// without reading all of it, checkChunk closes the connection and returns a *Failure.
func (r *playback) checkChunk() error {
	if !r.chunking {
		return nil
	}
	var refusal *dialect.Reply
	for _, a := range r.client.Gathered() {
		if a.Verb == "BDAT" && a.Verdict() != smtp.Accepted {
			refusal = &a
		}
	}
	if r.chunking = r.client.InMessage() && refusal == nil; r.chunking {
		return nil
	}
	r.client.StopGathering()
	if r.refused = refusal != nil; !r.refused || r.octets == 0 || r.client.HasReadChunk(refusal.Reply) || r.client.Live() == nil {
		return nil
	}
	closeUnread(r.Session, r.octets)
	return failure(Refused, "replay stopped: the server refused a chunk", "")
}

// lacksTLS reports whether the connection is not encrypted and TLS cannot start now.
func (r *playback) lacksTLS() bool {
	return r.client.Live() != nil && !r.client.Secure() && r.client.CanSecure() != nil
}

// repeat runs one step. If a colon-command fails while the connection stays open, repeat
// reports that and returns nil. A TLS failure or a usage error ends the replay.
func (r *playback) repeat(ctx context.Context, step replay.Step) error {
	if step.NeedsMessage {
		return r.sendMessage(ctx)
	}
	if step.Command == "" {
		return r.repeatLine(ctx, step)
	}
	l := newLine(prompt.Line{Text: []byte(step.Command)})
	l.arg = withoutClear(l.arg)
	err := r.run(ctx, l)
	var f *Failure
	if errors.As(err, &f) && f.Status != TLSFailed && f.Status != Usage && r.client.Live() != nil {
		r.reportFailure(err)
		return nil
	}
	return err
}

// withoutClear removes --clear from the argument of :auth or :answer. Somebody else may have
// written the transcript, and only the user may allow an unencrypted password.
func withoutClear(arg string) string {
	all := slices.DeleteFunc(splitWords(arg), func(word string) bool { return word == "--clear" })
	for i, word := range all {
		if word == "" || strings.ContainsAny(word, " \t") {
			all[i] = `"` + word + `"`
		}
	}
	return strings.Join(all, " ")
}

// sendMessage sends the message that is not in the transcript.
func (r *playback) sendMessage(ctx context.Context) error {
	var m *mail
	var err error
	switch from := r.opt.Playback; {
	case from.Message != "":
		m, err = openChecked(ctx, r.Session, from.Message)
		if err == nil {
			defer m.close()
			err = m.refuseUTF16()
		}
	case from.Test:
		m, err = newTestMessage(r.Session)
	default:
		return failure(Usage, "replay stopped before DATA: the file does not contain the message",
			"--message MESSAGE.eml sends that message there, --test-message a test message")
	}
	if err != nil {
		return err
	}
	r.out.Note(m.name + ": " + m.report.Facts())
	return newDelivery(r.Session, m).deliver(ctx)
}

// repeatLine sends a line and waits for its reply. It does not wait inside a message.
func (r *playback) repeatLine(ctx context.Context, step replay.Step) error {
	line := conn.Line{Text: step.Line, Ending: step.Ending}
	if step.Secret {
		secret, err := r.maskedPassword(ctx)
		if err != nil {
			return err
		}
		line.Text, line.Secret = append(slices.Clip(line.Text), secret...), len(secret)
	}
	if err := r.Send(ctx, line); err != nil || r.client.InMessage() {
		return err
	}
	if step.Ending == "" && step.Phase != smtp.Message { // the next step continues the line
		return nil
	}
	return r.settleAfter(ctx, step.Line)
}

// maskedPassword returns the password to send where the transcript masks one. For IMAP it
// quotes the password (RFC 9051 4.3).
func (r *playback) maskedPassword(ctx context.Context) (string, error) {
	if err := allowSecret(ctx, r.Session, false); err != nil {
		return "", err
	}
	secret, err := askForCredential(ctx, r.Session, password(r.Session), "password", "password")
	if r.client.Snapshot().Protocol == "imap" {
		secret = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret) + `"`
	}
	return secret, err
}

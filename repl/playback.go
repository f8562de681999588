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

// playback is a replay in progress. The server's replies now decide what may be sent,
// not the order in the transcript.
type playback struct {
	*Session
	omitted  smtp.Phase // lines of this phase are being omitted; Greeting: none are
	chunking bool       // a chunk is being sent
	octets   int        // of the chunk, sent so far
	refused  bool       // a chunk was refused, and no other may follow it (RFC 3030 2)
}

// play runs the steps of a plan.
func play(ctx context.Context, s *Session, plan replay.Plan) error {
	s.wait.helping = true // each reply is waited for, at a prompt too
	defer func() { s.wait.helping = false }()
	r := &playback{Session: s}
	for step := range plan.Steps {
		if !s.writable() {
			return nil
		}
		s.wait.helping = true
		if err := r.do(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

// do runs one step if the server waits for it.
func (r *playback) do(ctx context.Context, step replay.Step) error {
	if step.Command == ":tls" && r.plainNow() {
		return failure(TLSFailed, "the server does not start TLS this time: replay stopped before sending anything unencrypted", r.reach().ReplayPlain(r.client.Target()))
	}
	if err := r.judgeChunk(); err != nil {
		return err
	}
	switch fits, err := r.fits(step); {
	case err != nil:
		return err
	case !fits:
		r.omit(step.Phase)
		return nil
	}
	r.omitted = smtp.Greeting
	if step.Phase == smtp.Command && answers("BDAT", step.Line) {
		return r.beginChunk(ctx, step)
	}
	if r.refused && step.Phase == smtp.Command {
		r.refused = !slices.ContainsFunc([]string{"MAIL", "RSET", "EHLO", "LHLO"}, func(verb string) bool { return answers(verb, step.Line) })
	}
	if r.chunking {
		r.octets += len(step.Line) + len(step.Ending)
	}
	if err := r.repeat(ctx, step); err != nil {
		return err
	}
	return r.judgeChunk()
}

// fits reports whether the server waits for a step. A server that would read a command
// as message text or as a password gets nothing more: the connection is closed.
func (r *playback) fits(step replay.Step) (bool, error) {
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

// omit notes once that lines are not sent.
func (r *playback) omit(phase smtp.Phase) {
	what := map[smtp.Phase]string{smtp.Message: "the server did not ask for the message this time: it is omitted", smtp.Challenge: "the server sent no challenge this time: the answer is omitted"}
	if r.omitted != phase {
		r.out.Note(what[phase])
	}
	r.omitted = phase
}

// beginChunk sends BDAT if :bdat would.
func (r *playback) beginChunk(ctx context.Context, step replay.Step) error {
	if speaksMail(r.Session, "again") != nil {
		return r.repeat(ctx, step)
	}
	unsafe := chunksUnsafe(r.Session)
	if unsafe == nil && r.refused {
		unsafe = failure(Refused, "a chunk before it was refused", "")
	}
	if unsafe != nil {
		r.out.Note("BDAT omitted: " + unsafe.Error())
		r.omitted = smtp.Message
		return nil
	}
	r.client.Gather()
	r.chunking, r.octets = true, 0
	if err := r.repeat(ctx, step); err != nil {
		return err
	}
	return r.judgeChunk()
}

// judgeChunk checks whether the chunk in progress has its reply. After a refusal no more
// of it is sent.
func (r *playback) judgeChunk() error {
	if !r.chunking {
		return nil
	}
	var refusal *dialect.Answer
	for _, a := range r.client.Gathered() {
		if a.To == "BDAT" && a.Verdict() != smtp.Accepted {
			refusal = &a
		}
	}
	if r.chunking = r.client.InMessage() && refusal == nil; r.chunking {
		return nil
	}
	r.client.Harvest()
	if r.refused = refusal != nil; !r.refused || r.octets == 0 || r.client.ReadChunk(refusal.Reply) || r.client.Live() == nil {
		return nil
	}
	closeUnread(r.Session, r.octets)
	return failure(Refused, "replay stopped: a chunk was refused", "")
}

// plainNow reports whether TLS cannot begin here and has not begun either.
func (r *playback) plainNow() bool {
	return r.client.Live() != nil && !r.client.Secure() && r.client.CanSecure() != nil
}

// repeat runs one step. It reports a command that fails, and continues while the
// connection is open; but not if TLS or an expected answer is missing.
func (r *playback) repeat(ctx context.Context, step replay.Step) error {
	if step.Command == "" {
		return r.repeatLine(ctx, step)
	}
	l := newLine(prompt.Line{Text: []byte(step.Command)})
	l.arg = withoutClear(l.arg)
	err := r.run(ctx, l)
	var f *Failure
	if errors.As(err, &f) && f.Status != TLSFailed && f.Status != Usage && r.client.Live() != nil {
		r.fail(err)
		return nil
	}
	return err
}

// withoutClear removes --clear from the argument of :auth or :answer: a transcript may
// come from somebody else, and only the user may allow an unencrypted password.
func withoutClear(arg string) string {
	all := slices.DeleteFunc(words(arg), func(word string) bool { return word == "--clear" })
	for i, word := range all {
		if word == "" || strings.ContainsAny(word, " \t") {
			all[i] = `"` + word + `"`
		}
	}
	return strings.Join(all, " ")
}

// repeatLine sends a line and waits for its reply, unless it is text in the middle of a
// message.
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
	if step.Ending == "" && step.Phase != smtp.Message { // the line goes on in the next step
		return nil
	}
	return r.settleAfter(ctx, step.Line)
}

// maskedPassword returns the password that the transcript masks in a line. In IMAP it is
// quoted (RFC 9051 4.3).
func (r *playback) maskedPassword(ctx context.Context) (string, error) {
	if err := allowSecret(ctx, r.Session, false); err != nil {
		return "", err
	}
	secret, err := askForCredential(ctx, r.Session, password(r.Session), "password", "password")
	if r.client.Now().Protocol == "imap" {
		secret = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret) + `"`
	}
	return secret, err
}

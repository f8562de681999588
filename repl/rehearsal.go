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

// rehearsal is a replay under way. What the server answers now decides what may be
// sent, not the order in the transcript.
type rehearsal struct {
	*Session
	left     smtp.Phase // lines of this phase are being left out; Greeting: none are
	chunking bool       // a chunk is being sent
	octets   int        // of it, sent so far
	refused  bool       // a chunk was, and no other may follow it (RFC 3030 2)
}

// rehearse does the steps of a plan.
func rehearse(ctx context.Context, s *Session, plan replay.Plan) error {
	s.wait.helping = true // each reply is waited for, at a prompt too
	defer func() { s.wait.helping = false }()
	r := &rehearsal{Session: s}
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

// do does one step if it still fits.
func (r *rehearsal) do(ctx context.Context, step replay.Step) error {
	if step.Command == ":tls" && r.plainNow() {
		return failure(TLSFailed, "the server does not start TLS now: nothing more is sent in plain text", r.reach().ReplayPlain(r.client.Target()))
	}
	if err := r.judgeChunk(); err != nil {
		return err
	}
	switch fits, err := r.fits(step); {
	case err != nil:
		return err
	case !fits:
		r.leaveOut(step.Phase)
		return nil
	}
	r.left = smtp.Greeting
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

// fits reports whether the server waits for what a step is. A command that it
// would take for text or for a password must not follow, nor can anything else.
func (r *rehearsal) fits(step replay.Step) (bool, error) {
	const more = ", unlike in the transcript: the connection is closed, for a command would be taken for "
	now := r.client.Phase()
	switch {
	case now == smtp.Closed, now == step.Phase:
		return true, nil
	case step.Phase != smtp.Command:
		return false, nil
	case now == smtp.Message:
		r.client.Close()
		return false, failure(Refused, "the server waits for a message now"+more+"its text", "")
	case now == smtp.Challenge:
		r.client.Close()
		return false, failure(Refused, "the server waits for the answer to a challenge now"+more+"one", "")
	}
	return true, nil
}

// leaveOut says once that lines are not sent.
func (r *rehearsal) leaveOut(phase smtp.Phase) {
	what := map[smtp.Phase]string{smtp.Message: "the message is not wanted now: it is left out", smtp.Challenge: "no challenge waits now: the answer to it is left out"}
	if r.left != phase {
		r.out.Note(what[phase])
	}
	r.left = phase
}

// beginChunk sends BDAT where :bdat would.
func (r *rehearsal) beginChunk(ctx context.Context, step replay.Step) error {
	if speaksMail(r.Session, "again") != nil {
		return r.repeat(ctx, step)
	}
	unsafe := chunksUnsafe(r.Session)
	if unsafe == nil && r.refused {
		unsafe = failure(Refused, "a chunk before it was refused", "")
	}
	if unsafe != nil {
		r.out.Note("BDAT is left out: " + unsafe.Error())
		r.left = smtp.Message
		return nil
	}
	r.client.Gather()
	r.chunking, r.octets = true, 0
	if err := r.repeat(ctx, step); err != nil {
		return err
	}
	return r.judgeChunk()
}

// judgeChunk looks whether the chunk that is being sent has its reply. After a
// refusal no more of it is sent.
func (r *rehearsal) judgeChunk() error {
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
	return failure(Refused, "a chunk was refused: the replay went no further", "")
}

// plainNow reports whether TLS cannot begin here and has not begun either.
func (r *rehearsal) plainNow() bool {
	return r.client.Live() != nil && !r.client.Secure() && r.client.CanSecure() != nil
}

// repeat does one step. A helper that fails is told of, and the rest goes on
// while there is a connection, but not in the clear where TLS was, nor without the
// answer that the server waits for.
func (r *rehearsal) repeat(ctx context.Context, step replay.Step) error {
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

// withoutClear returns the argument of :auth or :answer without --clear: a transcript
// may be somebody else's, and only the user allows a password in plain text.
func withoutClear(arg string) string {
	all := slices.DeleteFunc(words(arg), func(word string) bool { return word == "--clear" })
	for i, word := range all {
		if word == "" || strings.ContainsAny(word, " \t") {
			all[i] = `"` + word + `"`
		}
	}
	return strings.Join(all, " ")
}

// repeatLine sends a line, and waits for its reply unless it is text of a message
// that goes on.
func (r *rehearsal) repeatLine(ctx context.Context, step replay.Step) error {
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

// maskedPassword is the password that a transcript masks in a line, as IMAP wants
// it written: quoted (RFC 3501 4.3).
func (r *rehearsal) maskedPassword(ctx context.Context) (string, error) {
	if err := mayTell(ctx, r.Session, false); err != nil {
		return "", err
	}
	secret, err := askForCredential(ctx, r.Session, password(r.Session), "password", "password")
	if r.client.Now().Protocol == "imap" {
		secret = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret) + `"`
	}
	return secret, err
}

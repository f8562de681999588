package session

import (
	"iter"
	"slices"
	"strings"

	"byhand/internal/dialect"
	"byhand/internal/lazyregexp"
	"byhand/internal/smtp"
	"byhand/internal/transcript"
)

// Line is an entry, and what it means in its session.
type Line struct {
	transcript.Entry
	secret     int            // how many bytes at the end of Text are secret
	isUserName bool           // they are a user name, which is not a secret
	reply      *dialect.Reply // the reply that the entry completes; nil: none
}

// Complete yields the entries of the session with what their format does not keep: phase,
// TLS, and the reply that a line completes.
func (s Session) Complete() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		f := follower{dialect: dialect.Named("")}
		for e := range s.Entries {
			if !yield(f.follow(e)) {
				return
			}
		}
	}
}

// These bound the memory and the time that a session needs.
const (
	maxPart = 64 << 10 // bytes of an unfinished line in which a secret may begin
	maxOwed = 10_000   // commands without a reply
)

// follower follows the protocol of a session.
type follower struct {
	dialect  dialect.Dialect
	hasLines bool // a line was sent or received
	isSecure bool
	hasPhase bool // the format keeps phases, and so it keeps everything
	part     int  // how many bytes of an unfinished line came before
	isSecret bool // its end so far is secret
}

// follow returns the next entry, complete.
func (f *follower) follow(e transcript.Entry) Line {
	l := Line{Entry: e}
	f.hasPhase = f.hasPhase || e.Phase != ""
	switch e.Kind {
	case transcript.Opened:
		*f = follower{dialect: dialect.Named(protocolOf(e.Opening))}
	case transcript.Secured:
		if f.isSecure = true; f.hasLines {
			f.dialect.Secured()
		}
	case transcript.Sent:
		f.sent(&l)
	case transcript.Received:
		f.received(&l)
	case transcript.Notice:
		if e.IsOmission() && f.dialect.Phase() == smtp.Message {
			f.dialect.Sent([]byte(".\r\n"))
		}
	}
	l.Secure = l.Secure || f.isSecure && !f.hasPhase
	return l
}

// protocolOf returns the protocol in the scheme of a target; "": the greeting decides.
func protocolOf(o *transcript.Opening) string {
	if o == nil {
		return ""
	}
	scheme, _, _ := strings.Cut(o.Target, "://")
	if scheme = strings.TrimSuffix(scheme, "s"); slices.Contains([]string{"imap", "pop3", "lmtp", "sieve"}, scheme) {
		return scheme
	}
	return ""
}

// afterLogin matches commands that cannot be the answer to a challenge: no answer in base64
// has a space or a colon.
var afterLogin = lazyregexp.New(`(?i)^(?:MAIL FROM|RCPT TO)\s*:`)

func (f *follower) sent(l *Line) {
	if !f.hasLines { // the log has no greeting
		f.dialect.Received([]byte("220 \r\n"))
	}
	f.hasLines = true
	isCommand := !f.hasPhase || l.Phase == smtp.Command.String()
	if isCommand && f.dialect.DependsOnReply() && afterLogin.MatchString(l.Text) { // the log omits the reply to AUTH
		f.dialect.Received([]byte("235 \r\n"))
	}
	phase := f.dialect.Phase()
	if l.Phase == "" {
		l.Phase = phase.String()
	}
	if f.part < maxPart {
		l.secret = f.dialect.Secret([]byte(l.Text))
	} else if f.isSecret {
		l.secret = len(l.Text)
	}
	f.isSecret = l.secret > 0
	if f.part += len(l.Text); l.Ending != "" {
		f.part = 0
	}
	if login := f.dialect.Login(); login != nil && phase == smtp.Challenge {
		l.isUserName = login.AsksForUserName(false)
	}
	if f.dialect.Sent([]byte(l.Text + l.Ending)); f.dialect.Owed() > maxOwed { // no server would let a client do that
		f.dialect = dialect.Named("")
		f.dialect.Received([]byte("220 \r\n"))
	}
}

func (f *follower) received(l *Line) {
	f.hasLines = true
	phase := f.dialect.Phase()
	if l.Phase == "" {
		l.Phase = phase.String()
	}
	if phase == smtp.Challenge && len(l.Text) > 3 && l.Text[0] != '+' { // the log omits the answer
		f.dialect.Sent([]byte(transcript.Mask + "\r\n"))
	}
	replies := f.dialect.Received([]byte(l.Text + l.Ending))
	if len(replies) == 0 {
		return
	}
	l.reply = &replies[len(replies)-1]
	if l.Reply == nil && !f.hasPhase {
		l.Reply = replyOf(l.reply)
	}
}

// replyOf converts a reply for a transcript.
func replyOf(a *dialect.Reply) *transcript.Reply {
	r := &transcript.Reply{Code: a.Reply.Code, Word: a.Word, Enhanced: a.Enhanced(), Verb: a.Verb}
	for _, line := range a.Reply.Lines {
		r.Lines = append(r.Lines, string(line.Text))
	}
	return r
}

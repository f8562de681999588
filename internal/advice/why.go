package advice

import (
	"fmt"
	"slices"
	"strings"

	"byhand/internal/lazyregexp"
	"byhand/internal/refusal"
	"byhand/internal/smtp"
)

// Refusal is a reply that refused something, and what is known of the session.
type Refusal struct {
	refusal.Reply
	Word      string                  // in protocols without codes, the first word of the reply: "NO"
	Line      string                  // the refused line; "": not known, or secret
	Mechanism string                  // of the login that was refused; "": not known, or no login
	Answer    Answer                  // what the login sent last
	State     *State                  // before the line was sent; nil: not known
	Greeting  string                  // the text of the greeting; "": not known
	Expected  string                  // the provider whose host the client connected to; "": not known
	Earlier   map[refusal.Part]string // the last EHLO, MAIL and RCPT lines before it
}

// Reason explains a refusal in a session.
type Reason struct {
	refusal.Explanation
	Line   string // the line that the server objects to, and its Fault is about; "": not known
	Fault  *Fault // the mistake in Line; nil: none that explains the refusal
	Detail string // what else the session shows; "": nothing
	Next   string // what to type next; "": no line helps
}

// Why explains a refusal and suggests what to type next. The text of the reply counts
// first, then what the session shows, then the codes.
func Why(r Refusal) Reason {
	reason := Reason{Explanation: explain(&r), Line: r.Line}
	if line := r.Earlier[reason.Blame]; line != "" && refusal.Postponed(reason.Blame, r.Verb) {
		reason.Line = line
	} else if quotesSender(&r) {
		reason.Line, reason.Blame = r.Earlier[refusal.Sender], refusal.Sender
	}
	if before := reason.Words; isOpen(&reason) {
		if explainBySession(&reason, &r); reason.Words != before {
			reason.Provider, reason.Source = "", "" // these words are not the provider's
		}
	}
	if reason.Fault == nil {
		reason.Fault = faultFor(&reason, &r)
	}
	if reason.Next == "" {
		reason.Next = hint(&reason, &r)
	}
	if reason.Next == r.Line || !colonCommand.MatchString(reason.Next) && !isCommand(reason.Next) {
		reason.Next = ""
	}
	reason.Detail = detail(&reason, &r)
	return reason
}

// quotesSender reports whether the reply to a later command quotes the sender's address,
// and not the recipient's: "<a@example.net>: Sender address rejected".
func quotesSender(r *Refusal) bool {
	if r.Verb == "MAIL" || r.Earlier[refusal.Sender] == "" {
		return false
	}
	from, _ := findMailboxes(r.Earlier[refusal.Sender])
	to, _ := findMailboxes(r.Line)
	return len(from) == 1 && strings.Contains(r.Text, "<"+from[0]+">") && (len(to) == 0 || to[0] != from[0] && !strings.Contains(r.Text, to[0]))
}

// colonCommand matches the colon-commands that a hint names.
var colonCommand = lazyregexp.New(`^:(?:auth(?: [A-Z0-9_-]+)?|again(?: --replay)?)$`)

// explain explains a refusal by its reply.
func explain(r *Refusal) refusal.Explanation {
	e := refusal.Explain(r.Reply)
	if r.Word != "" {
		e = explainWithoutCode(r)
	}
	if e.Cause == refusal.AuthFailed && isOAuth(r.mechanism()) {
		explainRefusedToken(&e)
	}
	return e
}

// mechanism returns the mechanism of the login that was refused; "": not known.
func (r *Refusal) mechanism() string {
	if r.Mechanism == "" && r.State != nil {
		return strings.ToUpper(r.State.Mechanism)
	}
	return strings.ToUpper(r.Mechanism)
}

// faultFor returns the mistake in the line that the server objects to, if it explains the
// refusal.
func faultFor(reason *Reason, r *Refusal) *Fault {
	cause, fault := envelopeFault(reason.Line, r.State)
	switch {
	case reason.Cause == cause:
		return fault
	case reason.Cause == refusal.Helo, reason.Cause == refusal.Syntax:
		return FirstFault(reason.Line, r.State)
	}
	return nil
}

// OutOfTurn reports whether a refusal says that the client sent something too early.
func OutOfTurn(r Refusal) bool {
	e := refusal.Explain(r.Reply)
	return e.Cause == refusal.Sequence && e.Words == refusal.TooEarly
}

// isOpen reports whether the session may explain a refusal better than its reply does. It
// always knows better where in the line a mistake is.
func isOpen(r *Reason) bool {
	return r.ByCode || r.Cause == refusal.Syntax || r.Words == "" && slices.Contains([]refusal.Cause{refusal.Unknown, refusal.Sequence, refusal.NotImplemented,
		refusal.AuthUnsupported}, r.Cause)
}

// explainBySession replaces the explanation if the session shows a better one: a mistake
// in the line, or a command out of order.
func explainBySession(reason *Reason, r *Refusal) {
	byCode := reason.ByCode
	reason.ByCode = false
	asksForSyntax := reason.Cause == refusal.Syntax || slices.Contains([]int{500, 501, 553, 555}, r.Code) && (reason.Cause != refusal.NotImplemented || r.Code == 501 || isJoined(r.Line))
	if cause, fault := envelopeFault(r.Line, r.State); fault != nil && reason.Cause != refusal.NotImplemented {
		reason.Cause, reason.Words, reason.Blame, reason.Fault, reason.Next = cause, fault.What, refusal.Line, fault, fault.Better
		return
	}
	if r.Verb == "AUTH" && r.Answer.Mistake != "" {
		reason.Cause, reason.Words, reason.Blame = refusal.Syntax, r.Answer.Mistake, refusal.Line
		return
	}
	if fault := FirstFault(r.Line, r.State); asksForSyntax && fault != nil {
		reason.Cause, reason.Words, reason.Blame, reason.Fault, reason.Next = refusal.Syntax, fault.What, refusal.Line, fault, fault.Better
		return
	}
	if r.State != nil {
		for _, o := range orderRules {
			if o.explains(r) {
				reason.Cause, reason.Words, reason.Blame, reason.Next = o.cause, o.words, refusal.Line, o.next
				return
			}
		}
	}
	if near := nearest(r.Line); (r.Code == 500 || r.Code == 502) && near != "" {
		verb, _, _ := strings.Cut(strings.TrimSpace(r.Line), " ")
		reason.Cause, reason.Words, reason.Next = refusal.NotImplemented, fmt.Sprintf("unknown command %q", verb), corrected(strings.Replace(r.Line, verb, near, 1), r.State)
		return
	}
	reason.ByCode = byCode
}

// isJoined reports whether a space is missing after the command at the start of line:
// "MAILFROM:<a@b>", "AUTH=LOGIN".
func isJoined(line string) bool {
	word, _, _ := strings.Cut(strings.ToUpper(line), " ")
	return !smtp.IsVerb(word) && slices.ContainsFunc(commands, func(c string) bool { return strings.HasPrefix(word, c) })
}

// corrected returns line without its first mistake.
func corrected(line string, s *State) string {
	if fault := FirstFault(line, s); fault != nil {
		return fault.Better
	}
	return line
}

// commands lists the commands that users commonly mistype.
var commands = []string{"EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "AUTH", "STARTTLS", "VRFY", "EXPN", "HELP", "BDAT"}

// nearest returns the command that differs from the first word of line in one or two
// letters, or "".
func nearest(line string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	if word = strings.ToUpper(word); word == "" || smtp.IsVerb(word) {
		return ""
	}
	best, at := "", 3
	for _, verb := range commands {
		if d := smtp.Distance(word, verb); d < at && d < len(verb)/2+1 {
			best, at = verb, d
		}
	}
	return best
}

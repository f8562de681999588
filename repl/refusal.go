package repl

import (
	"fmt"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// rejection returns the failure for a refusal or for a reply that breaks the protocol.
func rejection(s *Session, a *dialect.Answer) error {
	if a.Verdict() == smtp.Broken {
		return failure(Lost, rejected(a), wayOn(s, a))
	}
	return failure(Refused, rejected(a), wayOn(s, a))
}

// rejected says which line the server refused, or how it broke the protocol.
func rejected(a *dialect.Answer) string {
	if a.Verdict() == smtp.Broken {
		return brokenBy(a)
	}
	return fmt.Sprintf("the server refused %s: %s", asked(a.To), view.Reply(a.Reply))
}

// brokenBy describes a reply that breaks the protocol.
func brokenBy(a *dialect.Answer) string {
	with := view.Reply(a.Reply)
	if names := a.Kinds(); len(names) > 1 {
		with += fmt.Sprintf(" (its lines have the codes %s)", strings.Join(names, " "))
	}
	return fmt.Sprintf("the server broke the protocol: it answered %s with %s", asked(a.To), with)
}

// wayOn returns the hint for a script whose line was refused.
func wayOn(s *Session, a *dialect.Answer) string {
	if why := s.memory.lastRefusal(); s.opt.NoWait && why != nil && advice.OutOfTurn(*why) {
		return "the client did not wait for the replies: without --no-wait it does"
	}
	where := "after the line"
	if a.To == "GREETING" {
		where = "at the start of the script"
	}
	return fmt.Sprintf(`to accept this reply, put ":expect %s" %s; --keep-going continues after any refusal`, strings.Join(a.Kinds(), " "), where)
}

// asked names what a reply answers. A word that is not a known verb may be a secret.
func asked(to string) string {
	switch {
	case to == "GREETING":
		return "the connection"
	case to == ".":
		return "the message"
	case !dialect.IsVerb(to):
		return "that line"
	}
	return to
}

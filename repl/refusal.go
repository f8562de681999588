package repl

import (
	"fmt"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/dialect"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// refusalFailure returns the failure for a refusal or for a reply that breaks the protocol.
func refusalFailure(s *Session, a *dialect.Reply) error {
	if a.Verdict() == smtp.Broken {
		return failure(Lost, refusalText(a), refusalHint(s, a))
	}
	return failure(Refused, refusalText(a), refusalHint(s, a))
}

// refusalText returns which line the server refused, or how it broke the protocol.
func refusalText(a *dialect.Reply) string {
	if a.Verdict() == smtp.Broken {
		return brokenText(a)
	}
	return fmt.Sprintf("the server refused %s: %s", requestName(a.Verb), view.Reply(a.Reply))
}

// brokenText describes a reply that breaks the protocol.
func brokenText(a *dialect.Reply) string {
	with := view.Reply(a.Reply)
	if names := a.Kinds(); len(names) > 1 {
		with += fmt.Sprintf(" (its lines have the codes %s)", strings.Join(names, " "))
	}
	return fmt.Sprintf("the server broke the protocol: it answered %s with %s", requestName(a.Verb), with)
}

// refusalHint returns the hint about a line of a script that the server refused.
func refusalHint(s *Session, a *dialect.Reply) string {
	if why := s.memory.lastRefusal(); s.opt.NoWait && why != nil && advice.OutOfTurn(*why) {
		return "omit --no-wait: it made byhand send the line too early"
	}
	where := "after the line"
	if a.Verb == "GREETING" {
		where = "at the start of the script"
	}
	hint := fmt.Sprintf(`to accept this reply, put ":expect %s" %s`, strings.Join(a.Kinds(), " "), where)
	if s.opt.KeepGoing {
		return hint
	}
	return hint + "; --keep-going continues after any refusal"
}

// requestName names the command, or the message, that a reply is for. It does not quote an
// unknown verb, which may be a secret.
func requestName(to string) string {
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

// Package refusal explains why a mail server refused: the cause, what the provider or the
// server software means by the reply, what it objects to, and whether to try again. Its
// knowledge is in tables, one a provider. It is pure.
package refusal

import (
	"strings"
)

// Explanation explains a refusal.
type Explanation struct {
	Cause    Cause
	Provider string // the provider or the server software: "Gmail", "Postfix"; "": not known
	Words    string // what the provider means; "": what the cause means
	Blame    Part   // what the server objects to
	Retry    Retry  // Can, Cannot or Unclear
	Source   string // the public page that says so; "": the reply itself
	ByCode   bool   // only the codes say so, the text does not
}

// Explain explains r. It believes, in this order: what the provider documents, what the
// server software documents, the words of the text, the enhanced code, the reply code.
//
// Many rows are for the replies to certain commands. If the command is not known, as in
// many logs, and no row explains the reply, it is looked up as a reply to each command, the
// most likely first.
func Explain(r Reply) Explanation {
	s := subjectOf(&r)
	e := explain(&r, s)
	if s.verb != "" || e.Cause != Unknown && !e.ByCode {
		return e
	}
	for _, s.verb = range likelyVerbs(s) {
		if guess := explain(&r, s); guess.Cause != Unknown && !guess.ByCode {
			return guess
		}
	}
	return e
}

// likelyVerbs returns the commands that a reply may answer, the most likely first.
func likelyVerbs(s *subject) []string {
	if strings.HasPrefix(s.code, "53") || s.code == "504" || known().login.IsIn(&s.full) {
		return []string{"AUTH", "MAIL", "RCPT", "."}
	}
	return []string{"RCPT", ".", "MAIL", "EHLO", "GREETING"}
}

const loginWords = "auth|login|log in|logon|password|credential|user name|username"

func explain(r *Reply, s *subject) Explanation {
	e := Explanation{Cause: Unknown}
	all := known().tables
	for i := range all {
		t := &all[i]
		if !t.comesFrom(s) {
			continue
		}
		if e.Provider == "" && t.table.marks != "" {
			e.Provider = t.name
		}
		if w := t.find(s); w != nil {
			e.take(t, w)
			break
		}
	}
	e.Blame = factOf(e.Cause).Blame
	if e.Retry == CodeSays {
		e.Retry = retryOf(r, s, e.Cause)
	}
	return e
}

// take fills in what row w of table t says.
func (e *Explanation) take(t *compiledTable, w *compiledRow) {
	e.Cause, e.Words, e.Retry = w.cause, w.words, w.retry
	if e.Provider == "" {
		e.Provider = t.name
	}
	e.Source = t.source
	e.ByCode = t.name == "" && w.row.says == ""
}

// Means returns the sentence that describes a cause.
func (c Cause) Means() string { return factOf(c).Means }

func factOf(c Cause) Fact {
	for _, f := range facts {
		if f.Cause == c {
			return f
		}
	}
	return factOf(Unknown)
}

// saysLater is how a reply invites another attempt; saysNever, how it warns against one.
const (
	saysLater = "try again later|try later|retry later|again later|later again|try again in|retry in|please retry|please try again|will be accepted in|spater erneut|spater noch|reessayez plus tard|ulterieurement|mas tarde|mais tarde|piu tardi|повторите попытку|попробуйте позже|稍后|后で|後で"
	saysNever = "do not retry|don't retry|do not try again|don't try again|will not be retried"
)

// changeNothing are the causes that do not go away when the client waits.
const changeNothing = " auth-required auth-failed auth-disabled auth-unsupported tls-required relay-denied sender-not-allowed helo " +
	"spf-dkim-dmarc spam-content virus-or-attachment message-format message-size syntax sequence not-implemented smtputf8-or-8bit " +
	"account-suspended content-policy closing "

// retryOf says whether to try again after a refusal with this cause: by the text, else by
// the first digit of the codes (RFC 5321 4.2.1), where that agrees with the cause.
func retryOf(r *Reply, s *subject, cause Cause) Retry {
	digit := byte(0)
	switch {
	case r.Code != 0:
		digit = byte('0' + r.Code/100)
	case r.Enhanced != "":
		digit = r.Enhanced[0]
	}
	stays := strings.Contains(changeNothing, " "+string(cause)+" ")
	switch {
	case digit == '5' && known().never.IsIn(&s.full):
		return Cannot
	case known().later.IsIn(&s.full) && (digit == '4' || !stays):
		return Can
	case digit == '5' && cause != RateLimit:
		return Cannot
	case digit == '4' && !stays:
		return Can
	}
	return Unclear
}

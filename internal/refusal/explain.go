// Package refusal explains why a mail server refused: the cause, what the provider or the
// server software means by the reply, what it objects to, and whether to try again. Its
// knowledge is in tables, one a provider. It is pure.
package refusal

import "strings"

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
// Many rows are for the replies to certain commands. If no row explains a reply, it is
// looked up as a reply to other commands, the most likely first: servers postpone refusals,
// and logs do not always name the command.
func Explain(r Reply) Explanation {
	s := subjectOf(&r)
	e := explain(&r, s)
	if e.Cause != Unknown && (s.verb == "" && !e.ByCode || s.verb != "") {
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
	if strings.HasPrefix(s.code, "53") || s.code == "504" || loginWords.IsIn(&s.full) {
		return []string{"AUTH", "MAIL", "RCPT", "."}
	}
	return []string{"RCPT", ".", "MAIL", "EHLO", "GREETING"}
}

var loginWords = classes.Compile("auth|login|log in|logon|password|credential|user name|username")

func explain(r *Reply, s *subject) Explanation {
	e := Explanation{Cause: Unknown}
	all := compiledTables()
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

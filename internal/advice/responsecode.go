package advice

import (
	"slices"
	"strings"

	"byhand/internal/lazyregexp"
	"byhand/internal/refusal"
)

// responseCode explains a response code of a protocol without reply codes.
type responseCode struct {
	name  string
	cause refusal.Cause
	words string // what it means in this protocol; "": what the cause means
	retry refusal.Retry
}

// responseCodes are those of RFC 9051 7.1 and 5530 3 (IMAP), 2449 8, 3206 and 6856 5 (POP3)
// and 5804 1.3 (ManageSieve), and codes that some servers add.
var responseCodes = []responseCode{
	{"UNAVAILABLE", refusal.ServerTrouble, "a part of the server is not available at the moment", refusal.Can},
	{"AUTHENTICATIONFAILED", refusal.AuthFailed, "", refusal.Cannot},
	{"AUTHORIZATIONFAILED", refusal.AuthFailed, "the password is right, but this user may not act as the other one", refusal.Cannot},
	{"AUTH", refusal.AuthFailed, "", refusal.Cannot},
	{"EXPIRED", refusal.AuthDisabled, "the password has expired", refusal.Cannot},
	{"PRIVACYREQUIRED", refusal.TLSRequired, "", refusal.Cannot},
	{"ENCRYPT-NEEDED", refusal.TLSRequired, "this login mechanism requires TLS", refusal.Cannot},
	{"AUTH-TOO-WEAK", refusal.AuthDisabled, "the server wants a stronger login mechanism", refusal.Cannot},
	{"TRANSITION-NEEDED", refusal.AuthDisabled, "log in once with PLAIN, so that the server can store the password for this mechanism", refusal.Cannot},
	{"WEBALERT", refusal.AuthDisabled, "the provider blocks this login until the user signs in with a browser", refusal.Cannot},
	{"CONTACTADMIN", refusal.AccountSuspended, "the account has a problem that only its administrator can solve", refusal.Cannot},
	{"NOPERM", refusal.ContentPolicy, "this user has no right to do that (access control list)", refusal.Cannot},
	{"OVERQUOTA", refusal.MailboxFull, "the mailbox is over its quota", refusal.Unclear},
	{"QUOTA/MAXSCRIPTS", refusal.MailboxFull, "the user has as many scripts as the server allows", refusal.Cannot},
	{"QUOTA/MAXSIZE", refusal.MessageSize, "the script is larger than the server allows", refusal.Cannot},
	{"QUOTA", refusal.MailboxFull, "the user's quota for scripts is used up", refusal.Cannot},
	{"NONEXISTENT", refusal.NoSuchUser, "the mailbox or the script does not exist", refusal.Cannot},
	{"TRYCREATE", refusal.NoSuchUser, "the mailbox does not exist yet; CREATE makes it", refusal.Cannot},
	{"IN-USE", refusal.ConnectionLimit, "another session has this mailbox open", refusal.Can},
	{"INUSE", refusal.ConnectionLimit, "another session uses this mailbox", refusal.Can},
	{"LOGIN-DELAY", refusal.RateLimit, "the last login was too recent", refusal.Can},
	{"LIMIT", refusal.RateLimit, "a limit of the server is reached", refusal.Unclear},
	{"SYS/TEMP", refusal.ServerTrouble, "the server has a problem that will probably pass", refusal.Can},
	{"SYS/PERM", refusal.ServerTrouble, "the server has a problem that its administrator must solve", refusal.Cannot},
	{"TRYLATER", refusal.ServerTrouble, "the server has a problem that will probably pass", refusal.Can},
	{"SERVERBUG", refusal.ServerTrouble, "the server has found a bug in itself", refusal.Unclear},
	{"CORRUPTION", refusal.ServerTrouble, "the mailbox is damaged on the server", refusal.Unclear},
	{"CLIENTBUG", refusal.Syntax, "the server sees a mistake in what the client sent", refusal.Cannot},
	{"PARSE", refusal.MessageFormat, "the server cannot parse the headers of a message", refusal.Cannot},
	{"BADCHARSET", refusal.EightBit, "the server does not know this character set", refusal.Cannot},
	{"UTF8", refusal.EightBit, "the mailbox or the message needs UTF-8: send UTF8 first", refusal.Cannot},
	{"CANNOT", refusal.NotImplemented, "the server can never do that", refusal.Cannot},
	{"ALREADYEXISTS", refusal.Sequence, "the name is taken", refusal.Cannot},
	{"ACTIVE", refusal.Sequence, "the active script cannot be deleted; SETACTIVE another one first", refusal.Cannot},
	{"REFERRAL", refusal.Routing, "another server has this mailbox; the reply names it", refusal.Cannot},
}

// codeInReply matches [SYS/TEMP] and (QUOTA/MAXSIZE).
var codeInReply = lazyregexp.New(`[\[(]([A-Za-z0-9][A-Za-z0-9/_-]*)[^\])]*[\])]`)

// loginCommands are the commands of these protocols that log in.
var loginCommands = []string{"LOGIN", "AUTHENTICATE", "AUTH", "PASS", "APOP", "USER"}

// explainWithoutCode explains a refusal in a protocol without reply codes. It uses the first
// of these that it knows: a provider's own text, the response code, the rest of the text, the
// status word (NO, BAD, BYE) and the command.
func explainWithoutCode(r *Refusal) refusal.Explanation {
	reply := r.Reply
	if slices.Contains(loginCommands, reply.Verb) {
		reply.Verb = "AUTH"
	}
	_, reply.Text, _ = strings.Cut(reply.Text, r.Word)
	e := refusal.Explain(reply)
	fromText := e.Cause != refusal.Unknown && !e.ByCode
	switch c := findResponseCode(reply.Text); {
	case c == nil && fromText, fromText && e.Provider != "":
		return e
	case c == nil:
		return explainStatus(r.Word, reply.Verb)
	case c.cause == refusal.AuthFailed && fromText && (e.Cause == refusal.AuthDisabled || e.Cause == refusal.AccountSuspended):
		return e // the text is more specific
	default:
		return refusal.Explanation{Cause: c.cause, Words: c.words, Retry: c.retry}
	}
}

// findResponseCode returns the response code in a text; nil: it has no known code.
func findResponseCode(text string) *responseCode {
	m := codeInReply.FindStringSubmatch(text)
	for i := range responseCodes {
		if m != nil && strings.EqualFold(responseCodes[i].name, m[1]) {
			return &responseCodes[i]
		}
	}
	return nil
}

// explainStatus explains a refusal by its status word (NO, BAD or BYE) and its command.
func explainStatus(word, verb string) refusal.Explanation {
	e := refusal.Explanation{Cause: refusal.Unknown, Retry: refusal.Unclear}
	switch {
	case word == "BAD":
		e.Cause, e.Words, e.Retry = refusal.Syntax, "the server does not know the command, or its arguments are wrong", refusal.Cannot
	case word == "BYE":
		e.Cause, e.Words = refusal.Closing, ""
	case verb == "AUTH":
		e.Cause = refusal.AuthFailed
	}
	return e
}

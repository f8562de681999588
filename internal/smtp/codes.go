package smtp

import (
	"slices"
	"strings"
)

// CodeMeaning is what one reply code means.
type CodeMeaning struct {
	Code    int
	Meaning string // one sentence for people, without its full stop
	RFC     string // where it is defined: document and section
}

// codeMeanings holds the reply codes of RFC 5321 4.2.3 and of SMTP's
// extensions, in order. Codes that servers made up are not here: their first
// digit has to do (RFC 5321 4.2.1), and the server's own words.
var codeMeanings = []CodeMeaning{
	{211, "System status, or an answer to HELP", "RFC 5321 4.2.3"},
	{214, "Help, written for people", "RFC 5321 4.2.3"},
	{220, "Ready: the server greets, or TLS may start", "RFC 5321 4.2.3, RFC 3207 4"},
	{221, "Goodbye: the server closes the connection", "RFC 5321 4.2.3"},
	{235, "The login succeeded", "RFC 4954 6"},
	{250, "Done as asked", "RFC 5321 4.2.3"},
	{251, "The recipient is not local; the server will forward the mail", "RFC 5321 4.2.3, 3.4"},
	{252, "The server cannot verify the address, but takes mail for it and tries to deliver", "RFC 5321 4.2.3, 3.5.3"},
	{253, "Messages wait for that host, and their delivery was started (ETRN)", "RFC 1985 5"},
	{334, "The login goes on: the server waits for the answer to its challenge", "RFC 4954 4"},
	{354, "Go ahead with the message; a line with a lone dot ends it", "RFC 5321 4.2.3"},
	{421, "The service is not available for now, and the server closes the connection", "RFC 5321 4.2.3"},
	{422, "The password has to be converted before this mechanism works", "RFC 5248 2.4"},
	{432, "The password has to be converted before this mechanism works", "RFC 4954 6"},
	{450, "The mailbox is not available for now: busy, or held back by policy", "RFC 5321 4.2.3"},
	{451, "The server had an error of its own; try again later", "RFC 5321 4.2.3"},
	{452, "The server is short of storage, or there are too many recipients; try again later", "RFC 5321 4.2.3, 4.5.3.1.10"},
	{453, "No mail waits for you (ATRN)", "RFC 2645 5.2.1"},
	{454, "Login or TLS is not available for now", "RFC 4954 6, RFC 3207 4"},
	{455, "The server cannot do what the parameters ask for now", "RFC 5321 4.2.3"},
	{458, "The server cannot start the queue for that host (ETRN)", "RFC 1985 5"},
	{459, "The queue for that host may not be started from here (ETRN)", "RFC 1985 5"},
	{500, "The server does not know the command, or the line is too long", "RFC 5321 4.2.3"},
	{501, "Something behind the command is wrong", "RFC 5321 4.2.3"},
	{502, "The server knows the command but does not offer it", "RFC 5321 4.2.3, 4.2.4"},
	{503, "The command may not come at this point", "RFC 5321 4.2.3"},
	{504, "The server knows the command but not this parameter of it", "RFC 5321 4.2.3"},
	{521, "This host never takes mail", "RFC 7504 3"},
	{523, "Encryption is needed", "RFC 5248 2.4"},
	{524, "This way to log in needs encryption", "RFC 5248 2.4"},
	{525, "The account is disabled", "RFC 5248 2.4"},
	{530, "Log in first, or start TLS first", "RFC 4954 6, RFC 3207 4"},
	{534, "This way to log in is too weak for the server", "RFC 4954 6"},
	{535, "The login was refused: the user name or the password is wrong, or may not be used", "RFC 4954 6"},
	{538, "This way to log in needs encryption", "RFC 4954 6"},
	{550, "The mailbox is not available: not found, no access, or refused by policy", "RFC 5321 4.2.3"},
	{551, "The recipient is not local; the reply may say where to send instead", "RFC 5321 4.2.3, 3.4"},
	{552, "The mailbox or the message is over its limit", "RFC 5321 4.2.3"},
	{553, "The mailbox's name is not allowed, or is written wrongly", "RFC 5321 4.2.3"},
	{554, "The transaction failed; as a greeting: no mail service here", "RFC 5321 4.2.3"},
	{555, "The server does not know a parameter of MAIL or RCPT", "RFC 5321 4.2.3"},
	{556, "The recipient's domain takes no mail", "RFC 7504 4"},
}

// Meaning says in one plain sentence what a reply code means: "Done as asked"
// for 250. It is "" for a code that no RFC gives a meaning to.
func Meaning(code int) string {
	for _, m := range codeMeanings {
		if m.Code == code {
			return m.Meaning
		}
	}
	return ""
}

// Codes returns every reply code that an RFC defines, in order.
func Codes() []CodeMeaning { return slices.Clone(codeMeanings) }

// IsCode reports whether a text is three digits that can be a reply code (RFC 5321
// 4.2): the first is 1 to 9.
func IsCode(text string) bool {
	return len(text) == 3 && text[0] >= '1' && text[0] <= '9' && strings.Trim(text, "0123456789") == ""
}

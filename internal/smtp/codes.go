package smtp

import (
	"slices"
	"strings"
)

// CodeMeaning is what one reply code means.
type CodeMeaning struct {
	Code    int
	Meaning string // one sentence without a full stop
	RFC     string // the document and section that define it
}

// codeMeanings are the reply codes of RFC 5321 4.2.3 and of SMTP's extensions, in order.
// Codes that servers invented are not listed: for those, only the first digit is defined
// (RFC 5321 4.2.1).
var codeMeanings = []CodeMeaning{
	{211, "System status, or a reply to HELP", "RFC 5321 4.2.3"},
	{214, "Help text", "RFC 5321 4.2.3"},
	{220, "Ready: the server greets, or TLS may start", "RFC 5321 4.2.3, RFC 3207 4"},
	{221, "Goodbye: the server closes the connection", "RFC 5321 4.2.3"},
	{235, "The login succeeded", "RFC 4954 6"},
	{250, "The command succeeded", "RFC 5321 4.2.3"},
	{251, "The recipient is not local; the server will forward the mail", "RFC 5321 4.2.3, 3.4"},
	{252, "The server cannot verify the address, but accepts mail for it and tries to deliver it", "RFC 5321 4.2.3, 3.5.3"},
	{253, "Messages are waiting for that host, and their delivery was started (ETRN)", "RFC 1985 5"},
	{334, "Login in progress: the server waits for an answer to its challenge", "RFC 4954 4"},
	{354, "Send the message now, and end it with a dot on its own line", "RFC 5321 4.2.3"},
	{421, "The service is temporarily unavailable, and the server closes the connection", "RFC 5321 4.2.3"},
	{422, "The server must convert the password before this mechanism works", "RFC 5248 2.4"},
	{432, "The server must convert the password before this mechanism works", "RFC 4954 6"},
	{450, "The mailbox is temporarily unavailable: busy, or blocked by policy", "RFC 5321 4.2.3"},
	{451, "The server had an internal error; try again later", "RFC 5321 4.2.3"},
	{452, "The server has too little storage, or there are too many recipients; try again later", "RFC 5321 4.2.3, 4.5.3.1.10"},
	{453, "No mail is waiting for you (ATRN)", "RFC 2645 5.2.1"},
	{454, "Login or TLS is temporarily unavailable", "RFC 4954 6, RFC 3207 4"},
	{455, "The server cannot accept these parameters at the moment", "RFC 5321 4.2.3"},
	{458, "The server cannot send the messages queued for that host (ETRN)", "RFC 1985 5"},
	{459, "You may not request the messages queued for that host (ETRN)", "RFC 1985 5"},
	{500, "The server does not know the command, or the line is too long", "RFC 5321 4.2.3"},
	{501, "Syntax error in the arguments", "RFC 5321 4.2.3"},
	{502, "The server knows the command but does not implement it", "RFC 5321 4.2.3, 4.2.4"},
	{503, "The command is not allowed at this point", "RFC 5321 4.2.3"},
	{504, "The server knows the command but not this parameter", "RFC 5321 4.2.3"},
	{521, "This host does not accept mail", "RFC 7504 3"},
	{523, "Encryption is required", "RFC 5248 2.4"},
	{524, "This login mechanism requires encryption", "RFC 5248 2.4"},
	{525, "The account is disabled", "RFC 5248 2.4"},
	{530, "Log in first, or start TLS first", "RFC 4954 6, RFC 3207 4"},
	{534, "This login mechanism is too weak for the server", "RFC 4954 6"},
	{535, "The login was refused: the user name or the password is wrong, or login is not permitted", "RFC 4954 6"},
	{538, "This login mechanism requires encryption", "RFC 4954 6"},
	{550, "The mailbox is unavailable: not found, no access, or refused by policy", "RFC 5321 4.2.3"},
	{551, "The recipient is not local; the reply may say where to send instead", "RFC 5321 4.2.3, 3.4"},
	{552, "The mailbox is full, or the message is too large", "RFC 5321 4.2.3"},
	{553, "The mailbox name is not allowed, or has a syntax error", "RFC 5321 4.2.3"},
	{554, "The transaction failed; as a greeting: no mail service here", "RFC 5321 4.2.3"},
	{555, "The server does not recognize a parameter of MAIL or RCPT", "RFC 5321 4.2.3"},
	{556, "The recipient's domain does not accept mail", "RFC 7504 4"},
}

// Meaning returns what a reply code means, as a sentence; "" for a code that no RFC
// defines.
func Meaning(code int) string {
	for _, m := range codeMeanings {
		if m.Code == code {
			return m.Meaning
		}
	}
	return ""
}

// Codes returns all reply codes that an RFC defines, in order.
func Codes() []CodeMeaning { return slices.Clone(codeMeanings) }

// IsCode reports whether a text is three digits that can be a reply code (RFC 5321
// 4.2): the first is 1 to 9.
func IsCode(text string) bool {
	return len(text) == 3 && text[0] >= '1' && text[0] <= '9' && strings.Trim(text, "0123456789") == ""
}

package practice

import (
	"fmt"
	"strings"
)

// hostName is the server's name; .test can never be a real host (RFC 2606).
const hostName = "practice.byhand.test"

// A reply is one reply of the server, with a line for each line of the text. It is
// also the error of a login that fails.
type reply struct {
	code int
	text string
}

// Error returns the reply in one line.
func (r reply) Error() string { return fmt.Sprint(r.code, " ", r.text) }

// with fills in %s and %d.
func (r reply) with(args ...any) reply { return reply{r.code, fmt.Sprintf(r.text, args...)} }

// String returns the reply as it crosses the wire.
func (r reply) String() string {
	if r == noReply {
		return ""
	}
	lines := strings.Split(r.text, "\n")
	last := len(lines) - 1
	var b strings.Builder
	for _, line := range lines[:last] {
		fmt.Fprintf(&b, "%d-%s\r\n", r.code, line)
	}
	fmt.Fprintf(&b, "%d %s\r\n", r.code, lines[last])
	return b.String()
}

// noReply sends nothing.
var noReply reply

// The replies. The texts are for a person who has never seen them: what to do
// now, in few words.
var (
	helpText          = reply{214, "%s"}
	greeting          = reply{220, hostName + " ESMTP byhand practice server"}
	okTLS             = reply{220, "Start TLS now"}
	okQuit            = reply{221, "See you later"}
	okLogin           = reply{235, "Authentication successful"}
	okHello           = reply{250, "%s"}
	okMail            = reply{250, "Sender address accepted"}
	okMessage         = reply{250, "Delivery in progress"}
	okNoop            = reply{250, "Still here"}
	okRcpt            = reply{250, "Recipient address accepted"}
	okReset           = reply{250, "Sender and recipients cleared"}
	okVerify          = reply{252, "Cannot verify the address; try RCPT TO"}
	askAnything       = reply{334, ""}
	askChallenge      = reply{334, "%s"}
	askPassword       = reply{334, "UGFzc3dvcmQ6"}
	askUser           = reply{334, "VXNlcm5hbWU6"}
	okData            = reply{354, "Continue"}
	byeBusy           = reply{421, "Too many sessions; try again later"}
	byeClosing        = reply{421, "The practice server is closing"}
	byeErrors         = reply{421, "Too many errors; connect again"}
	byeHTTP           = reply{421, "This is SMTP, not HTTP"}
	byeIdle           = reply{421, "Idle for too long; connect again"}
	byeTotal          = reply{421, "This session has lasted too long; connect again"}
	tooManyRecipients = reply{452, "Too many recipients; send DATA to deliver to those accepted so far"}
	overLimit         = reply{452, "4.5.3 Too many recipients; EHLO advertised LIMITS RCPTMAX=2"}
	emptyLine         = reply{500, "Empty line; send EHLO, or HELP for a list of commands"}
	lineTooLong       = reply{500, "Line too long; it was ignored"}
	unknownCommand    = reply{500, "Unknown command; send HELP for a list of commands"}
	authCancelled     = reply{501, "Authentication cancelled; send AUTH to try again"}
	badAnswer         = reply{501, "The decoded answer must be %s; send AUTH to try again"}
	badBase64         = reply{501, "Not valid base64; send AUTH to try again"}
	badSyntax         = reply{501, "Type it like this: %s"}
	challengeFirst    = reply{501, "Send AUTH CRAM-MD5 without a response, then answer the challenge"}
	noLists           = reply{502, "This server has no mailing lists"}
	authTwice         = reply{503, "Already logged in; send MAIL"}
	ehloNotHelo       = reply{503, "Send EHLO, not HELO, before AUTH"}
	mailTwice         = reply{503, "MAIL was already accepted; send RCPT, or RSET to start again"}
	needEHLO          = reply{503, "Send EHLO first"}
	needMail          = reply{503, "Send MAIL first"}
	needRcpt          = reply{503, "Send RCPT first"}
	tlsTwice          = reply{503, "TLS is already active"}
	unknownMechanism  = reply{504, "Unknown mechanism; use PLAIN, LOGIN or CRAM-MD5"}
	unknownTopic      = reply{504, "No such command; send HELP for a list of commands"}
	needLogin         = reply{530, "Log in first (AUTH)"}
	wrongPassword     = reply{535, "Wrong user name or password; use " + User + " and " + Password}
	tooBig            = reply{552, "Message too big; the maximum is %d octets"}
	earlyTLS          = reply{554, "Data arrived after STARTTLS but before the TLS handshake; connect again"}
	unknownParameter  = reply{555, "Unknown parameter; MAIL takes SIZE, BODY and AUTH, RCPT takes none"}
)

package practice

import (
	"fmt"
	"strings"
)

// hostName is how the server calls itself; .test can never be a real host (RFC 2606).
const hostName = "practice.byhand.test"

// A reply is a line the server can say. %s and %d in the text are filled in.
type reply struct {
	code int
	text string
}

// String is the reply as it crosses the wire. Several lines make a reply of
// several lines.
func (r reply) String() string {
	var b strings.Builder
	lines := strings.Split(r.text, "\n")
	for i, line := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		fmt.Fprintf(&b, "%d%s%s\r\n", r.code, sep, line)
	}
	return b.String()
}

type replyID int

// The replies, by their place in the table below.
const (
	noReply replyID = iota // nothing to object to
	helpText
	greeting
	okTLS
	okQuit
	okLogin
	okHello
	okMail
	okMessage
	okNoop
	okRcpt
	okReset
	okVerify
	askAnything
	askChallenge
	askPassword
	askUser
	okData
	byeBusy
	byeClosing
	byeErrors
	byeHTTP
	byeIdle
	byeTotal
	tooManyRecipients
	emptyLine
	lineTooLong
	unknownCommand
	authCancelled
	badAnswer
	badBase64
	badSyntax
	challengeFirst
	noLists
	authTwice
	ehloNotHelo
	mailTwice
	needEHLO
	needMail
	needRcpt
	tlsTwice
	unknownMechanism
	unknownTopic
	needLogin
	wrongPassword
	tooBig
	earlyTLS
	unknownParameter
	replyCount
)

// replies is all that the server says. The texts are for a person who has
// never seen them: what to do now, in few words.
var replies = [replyCount]reply{
	helpText:          {214, "%s"},
	greeting:          {220, hostName + " ESMTP byhand practice server"},
	okTLS:             {220, "Start TLS now"},
	okQuit:            {221, "See you later"},
	okLogin:           {235, "Authentication successful"},
	okHello:           {250, "%s"},
	okMail:            {250, "Sender address accepted"},
	okMessage:         {250, "Delivery in progress"},
	okNoop:            {250, "Still here"},
	okRcpt:            {250, "Recipient address accepted"},
	okReset:           {250, "Sender and recipients forgotten"},
	okVerify:          {252, "I look nobody up, but I take every recipient"},
	askAnything:       {334, ""},
	askChallenge:      {334, "%s"},
	askPassword:       {334, "UGFzc3dvcmQ6"},
	askUser:           {334, "VXNlcm5hbWU6"},
	okData:            {354, "Continue"},
	byeBusy:           {421, "Too many sessions at once; try again later"},
	byeClosing:        {421, "The practice server is closing"},
	byeErrors:         {421, "Too many errors; connect again"},
	byeHTTP:           {421, "This is SMTP, not HTTP"},
	byeIdle:           {421, "Nothing heard for too long; connect again"},
	byeTotal:          {421, "This session has lasted too long; connect again"},
	tooManyRecipients: {452, "Too many recipients; say DATA to send to those you have"},
	emptyLine:         {500, "Empty line; say EHLO, or HELP for a list"},
	lineTooLong:       {500, "Line too long; all of it was dropped"},
	unknownCommand:    {500, "Unknown command; HELP lists those I know"},
	authCancelled:     {501, "Authentication cancelled; say AUTH to try again"},
	badAnswer:         {501, "Decoded, the answer must be %s; say AUTH to try again"},
	badBase64:         {501, "That is not base64; say AUTH to try again"},
	badSyntax:         {501, "Type it like this: %s"},
	challengeFirst:    {501, "Say AUTH CRAM-MD5 alone and answer my challenge"},
	noLists:           {502, "I have no lists to expand"},
	authTwice:         {503, "You are logged in already; say MAIL"},
	ehloNotHelo:       {503, "Say EHLO, not HELO, before AUTH"},
	mailTwice:         {503, "You have said MAIL already; say RCPT, or RSET to start again"},
	needEHLO:          {503, "Say EHLO first"},
	needMail:          {503, "Say MAIL first"},
	needRcpt:          {503, "Say RCPT first"},
	tlsTwice:          {503, "TLS is on already"},
	unknownMechanism:  {504, "Unknown mechanism; I know PLAIN, LOGIN and CRAM-MD5"},
	unknownTopic:      {504, "I know no such command; HELP lists those I know"},
	needLogin:         {530, "Log in first (AUTH)"},
	wrongPassword:     {535, "Wrong user name or password; here they are " + User + " and " + Password},
	tooBig:            {552, "Message too big; the most I take is %d octets"},
	earlyTLS:          {554, "Nothing may follow STARTTLS before the TLS handshake; connect again"},
	unknownParameter:  {555, "Unknown parameter; I know SIZE, BODY and AUTH, on MAIL only"},
}

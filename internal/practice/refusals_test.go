package practice

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// refused has one or more rows for each refusal; a row shows how to get it.
var refused = []struct {
	want reply
	talk string
}{
	{emptyLine, "C: \nS: 500 Empty line; send EHLO, or HELP for a list of commands"},
	{emptyLine, "C:  \t \nS: 500 Empty line; send EHLO, or HELP for a list of commands"},
	{unknownCommand, "C: HALLO\nS: 500 Unknown command; send HELP for a list of commands"},
	{unknownCommand, "C: BDAT 3 LAST\nS: 500 Unknown command; send HELP for a list of commands"},
	{unknownCommand, "C: MAILFROM:<a@b>\nS: 500 Unknown command; send HELP for a list of commands"},
	{badSyntax, ehlo + "C: AUTH\nS: 501 Type it like this: AUTH PLAIN|LOGIN|CRAM-MD5 [answer in base64]"},
	{badSyntax, ehlo + "C: AUTH LOGIN a b\nS: 501 Type it like this: AUTH PLAIN|LOGIN|CRAM-MD5 [answer in base64]"},
	{badSyntax, ehlo + login + mail + rcpt + "C: DATA now\nS: 501 Type it like this: DATA"},
	{badSyntax, "C: EXPN\nS: 501 Type it like this: EXPN list"},
	{badSyntax, "C: QUIT now\nS: 501 Type it like this: QUIT"},
	{badSyntax, "C: RSET all\nS: 501 Type it like this: RSET"},
	{badSyntax, ehlo + "C: STARTTLS now\nS: 501 Type it like this: STARTTLS"},
	{badSyntax, "C: VRFY\nS: 501 Type it like this: VRFY address"},
	{noLists, "C: EXPN staff\nS: 502 This server has no mailing lists"},
	{needEHLO, "C: AUTH PLAIN\nS: 503 Send EHLO first"},
	{needEHLO, "C: DATA\nS: 503 Send EHLO first"},
	{needEHLO, "C: MAIL FROM:<a@b>\nS: 503 Send EHLO first"},
	{needEHLO, "C: RCPT TO:<a@b>\nS: 503 Send EHLO first"},
	{needEHLO, "C: STARTTLS\nS: 503 Send EHLO first"},
	{ehloNotHelo, "C: HELO me\nS: 250 practice.byhand.test\nC: AUTH PLAIN\nS: 503 Send EHLO, not HELO, before AUTH"},
	{authTwice, ehlo + login + "C: AUTH PLAIN\nS: 503 Already logged in; send MAIL"},
	{authTwice, ehlo + login + mail + "C: AUTH PLAIN\nS: 503 Already logged in; send MAIL"},
	{authTwice, ehlo + login + mail + rcpt + "C: AUTH PLAIN\nS: 503 Already logged in; send MAIL"},
	{mailTwice, ehlo + login + mail + "C: MAIL FROM:<a@b>\nS: 503 MAIL was already accepted; send RCPT, or RSET to start again"},
	{mailTwice, ehlo + login + mail + rcpt + "C: MAIL FROM:<a@b>\nS: 503 MAIL was already accepted; send RCPT, or RSET to start again"},
	{needMail, ehlo + login + "C: RCPT TO:<a@b>\nS: 503 Send MAIL first"},
	{needMail, ehlo + login + "C: DATA\nS: 503 Send MAIL first"},
	{needMail, ehlo + login + mail + rcpt + "C: RSET\nS: 250 Sender and recipients cleared\nC: DATA\nS: 503 Send MAIL first"},
	{needMail, ehlo + login + mail + rcpt + ehlo + "C: DATA\nS: 503 Send MAIL first"},
	{needMail, ehlo + login + mail + rcpt + "C: DATA\nS: 354 Continue\nC: .\nS: 250 Delivery in progress\nC: RCPT TO:<a@b>\nS: 503 Send MAIL first"},
	{needRcpt, ehlo + login + mail + "C: DATA\nS: 503 Send RCPT first"},
	{needRcpt, ehlo + login + mail + "C: RCPT TO:<>\nS: 501 Type it like this: RCPT TO:<address>\nC: DATA\nS: 503 Send RCPT first"},
	{unknownMechanism, ehlo + "C: AUTH XOAUTH2 eA==\nS: 504 Unknown mechanism; use PLAIN, LOGIN or CRAM-MD5"},
	{unknownTopic, "C: HELP me\nS: 504 No such command; send HELP for a list of commands"},
	{needLogin, ehlo + "C: MAIL FROM:<a@b>\nS: 530 Log in first (AUTH)"},
	{needLogin, ehlo + "C: RCPT TO:<a@b>\nS: 530 Log in first (AUTH)"},
	{needLogin, ehlo + "C: DATA\nS: 530 Log in first (AUTH)"},
	{needLogin, "C: HELO me\nS: 250 practice.byhand.test\nC: MAIL FROM:<a@b>\nS: 530 Log in first (AUTH)"},
	{tooBig, ehlo + login + "C: MAIL FROM:<a@b> SIZE=20480001\nS: 552 Message too big; the maximum is 20480000 octets"},
	{tooBig, ehlo + login + "C: MAIL FROM:<a@b> SIZE=99999999999999999999\nS: 552 Message too big; the maximum is 20480000 octets"},
	{unknownParameter, ehlo + login + "C: MAIL FROM:<a@b> SMTPUTF8\nS: 555 Unknown parameter; MAIL takes SIZE, BODY and AUTH, RCPT takes none"},
	{unknownParameter, ehlo + login + mail + "C: RCPT TO:<a@b> NOTIFY=NEVER\nS: 555 Unknown parameter; MAIL takes SIZE, BODY and AUTH, RCPT takes none"},
}

func TestRefusals(t *testing.T) {
	srv := serve(t, Config{})
	for i, row := range refused {
		t.Run(fmt.Sprint(i, " ", row.want.code), func(t *testing.T) {
			if !strings.Contains(row.talk, fmt.Sprintf("\nS: %d ", row.want.code)) {
				t.Fatalf("the row does not show %d: %s", row.want.code, row.talk)
			}
			dial(t, srv.Plain()).talk(banner + row.talk + quit)
		})
	}
}

// Each refusal has its row above, or its own test.
func TestRefusalsAreComplete(t *testing.T) {
	shown := map[reply]bool{}
	for _, r := range []reply{
		authCancelled, badAnswer, badBase64, challengeFirst, wrongPassword, // auth_test.go
		earlyTLS, tlsTwice, // tls_test.go
		byeBusy, byeClosing, byeErrors, byeHTTP, byeIdle, byeTotal, lineTooLong, tooManyRecipients, // caps_test.go, server_test.go
		overLimit, // scenarios_test.go
	} {
		shown[r] = true
	}
	for _, row := range refused {
		shown[row.want] = true
	}
	source, err := os.ReadFile("reply.go")
	if err != nil {
		t.Fatal(err)
	}
	texts := regexp.MustCompile(`(?m)^\t\w+ += reply\{[45]\d\d, (.*)\}$`).FindAllSubmatch(source, -1)
	if len(texts) != len(shown) {
		t.Errorf("%d refusals, and tests for %d", len(texts), len(shown))
	}
	for _, text := range texts {
		if len(text[1]) > 100 {
			t.Errorf("%s is not a short reply", text[1])
		}
	}
}

func TestCommandTable(t *testing.T) {
	var names []string
	for _, c := range commands {
		names = append(names, c.verb())
	}
	if !slices.IsSorted(names) {
		t.Errorf("not sorted: %q", names)
	}
}

// TestAnyTime: some commands are allowed in every phase, in any letter case.
func TestAnyTime(t *testing.T) {
	const any = "C: noop\nS: 250 Still here\nC: Noop really\nS: 250 Still here\nC: Vrfy bob\n" +
		"S: 252 Cannot verify the address; try RCPT TO\nC: \thelp\tmail\n" +
		"S: 214 MAIL FROM:<address> [SIZE=octets] [BODY=7BIT|8BITMIME] [AUTH=address]\n"
	srv := serve(t, Config{})
	dial(t, srv.Plain()).talk(banner + any + ehlo + any + login + any + mail + any + rcpt + any +
		"C: DATA\nS: 354 Continue\nC: .\nS: 250 Delivery in progress\n" + any + "C: rset\nS: 250 Sender and recipients cleared" + quit)
}

func TestHelp(t *testing.T) {
	srv := serve(t, Config{})
	dial(t, srv.Plain()).talk(banner + `
C: HELP
S: 214-AUTH PLAIN|LOGIN|CRAM-MD5 [answer in base64]
S: 214-DATA
S: 214-EHLO [your name]
S: 214-EXPN list
S: 214-HELO [your name]
S: 214-HELP [command]
S: 214-MAIL FROM:<address> [SIZE=octets] [BODY=7BIT|8BITMIME] [AUTH=address]
S: 214-NOOP [anything]
S: 214-QUIT
S: 214-RCPT TO:<address>
S: 214-RSET
S: 214-STARTTLS
S: 214 VRFY address
` + quit)
}

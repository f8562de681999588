package practice

import (
	"crypto/tls"
	"fmt"
	"net/smtp"
	"os"
	"reflect"
	"strings"
	"testing"
)

// walkthrough is the dialogue of the well-known guides, byte for byte.
const walkthrough = `S: 220 practice.byhand.test ESMTP byhand practice server
C: EHLO
S: 250-practice.byhand.test
S: 250-8BITMIME
S: 250-SIZE 20480000
S: 250-AUTH=PLAIN LOGIN
S: 250-AUTH PLAIN LOGIN CRAM-MD5
S: 250 STARTTLS
C: auth login
S: 334 VXNlcm5hbWU6
C: YXBpa2V5
S: 334 UGFzc3dvcmQ6
C: bm90LWEtc2VjcmV0
S: 235 Authentication successful
C: mail from: fromaddress@domain.com
S: 250 Sender address accepted
C: rcpt to: toaddress@domain.com
S: 250 Recipient address accepted
C: data
S: 354 Continue
C: To:To Name
C: From: From Name
C: Subject:Testing
C: 
C: This is the body of the message you would like to send.
C: .
S: 250 Delivery in progress
C: quit
S: 221 See you later
`

var walkthroughMessage = Message{
	From: "fromaddress@domain.com", To: []string{"toaddress@domain.com"}, User: "apikey",
	Data: []byte("To:To Name\r\nFrom: From Name\r\nSubject:Testing\r\n\r\n" +
		"This is the body of the message you would like to send.\r\n"),
}

func TestWalkthrough(t *testing.T) {
	srv, got := serveInto(t)
	dial(t, srv.Plain()).talk(walkthrough + "END")
	if m := <-got; !reflect.DeepEqual(m, walkthroughMessage) {
		t.Errorf("taken %+v\nwant  %+v", m, walkthroughMessage)
	}
}

// The TLS port has the same dialogue, without STARTTLS in the list.
func TestWalkthroughOverTLS(t *testing.T) {
	srv, got := serveInto(t)
	overTLS := strings.Replace(walkthrough, "250-AUTH PLAIN LOGIN CRAM-MD5\nS: 250 STARTTLS", "250 AUTH PLAIN LOGIN CRAM-MD5", 1)
	dialTLS(t, srv).talk(overTLS + "END")
	want := walkthroughMessage
	want.TLS = true
	if m := <-got; !reflect.DeepEqual(m, want) {
		t.Errorf("taken %+v\nwant  %+v", m, want)
	}
}

// A command may end in LF; only the message needs CRLF.
func TestWalkthroughWithLF(t *testing.T) {
	srv := serve(t, Config{})
	c := dial(t, srv.Plain())
	c.talk(banner)
	c.send("HELO me\n")
	c.talk("S: 250 practice.byhand.test")
	c.send("quit\n")
	c.talk("S: 221 See you later\nEND")
}

func TestDocShowsWalkthrough(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for line := range strings.Lines(string(doc)) {
		if text, ok := strings.CutPrefix(line, "//\t"); ok {
			shown.WriteString(text)
		}
	}
	want := strings.ReplaceAll(walkthrough, "C: \n", "C:\n") // gofmt removes the space
	if shown.String() != want {
		t.Errorf("doc.go shows\n%s\nwant\n%s", shown.String(), want)
	}
}

// TestGoClient checks STARTTLS, AUTH and DATA with Go's own client.
func TestGoClient(t *testing.T) {
	srv, got := serveInto(t)
	c, err := smtp.Dial(srv.Plain().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.StartTLS(&tls.Config{ServerName: "localhost", RootCAs: pool(t, srv)}); err != nil {
		t.Fatal(err)
	}
	if err := c.Auth(smtp.PlainAuth("", User, Password, "127.0.0.1")); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{c.Mail("a@b.test"), c.Rcpt("c@d.test"), c.Rcpt("e@f.test")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, "Subject: x\n\n.dot\n")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Quit(); err != nil {
		t.Fatal(err)
	}
	want := Message{From: "a@b.test", To: []string{"c@d.test", "e@f.test"}, TLS: true,
		User: "apikey", EHLO: "localhost", Data: []byte("Subject: x\r\n\r\n.dot\r\n")}
	if m := <-got; !reflect.DeepEqual(m, want) {
		t.Errorf("taken %+v\nwant  %+v", m, want)
	}
}

func ExampleStart() {
	srv, err := Start(Config{Accepted: func(m Message) { fmt.Printf("taken from <%s>: %q\n", m.From, m.Data) }})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer srv.Close()
	addr := srv.Plain().String()
	auth := smtp.CRAMMD5Auth(User, Password)
	c, err := smtp.Dial(addr)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Auth(auth), c.Mail("a@b.test"), c.Rcpt("c@d.test"))
	w, err := c.Data()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Fprint(w, "Subject: hello\r\n")
	fmt.Println(w.Close(), c.Quit())
	// Output:
	// <nil> <nil> <nil>
	// taken from <a@b.test>: "Subject: hello\r\n"
	// <nil> <nil>
}

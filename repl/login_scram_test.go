package repl_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xdg-go/scram"

	"byhand/conn"
	"byhand/repl"
)

// nonceServer answers each line with the next of its replies. A script cannot do this,
// because the replies contain the client's nonce:
//
//	334 r=NONCExyz,i=1      the challenge, which is sent in base64
//	334 STEP                what the SCRAM library replies to the last answer
type nonceServer struct {
	replies []string
	got     []string // the lines of the client, with "..." for their random parts
	half    *scram.ServerConversation
}

func (s *nonceServer) serve(l net.Listener) error {
	c, err := l.Accept()
	if err != nil {
		return err
	}
	defer c.Close()
	fmt.Fprint(c, "220 hi\r\n")
	nonce := ""
	for lines := bufio.NewScanner(c); lines.Scan(); {
		text := lines.Text()
		words := strings.Fields(text + " ")
		said := ""
		if len(words) > 0 {
			decoded, _ := base64.StdEncoding.DecodeString(words[len(words)-1])
			said = string(decoded)
		}
		if _, r, ok := strings.Cut(said, "n,,n=tim,r="); ok {
			nonce = r
		}
		s.got = append(s.got, regexp.MustCompile(`(biw|Yz1)\S+`).ReplaceAllString(text, "$1..."))
		if len(s.replies) == 0 {
			continue // wait for the next line
		}
		reply := s.replies[0]
		s.replies = s.replies[1:]
		if challenge, ok := strings.CutPrefix(reply, "334 "); ok {
			challenge = strings.ReplaceAll(challenge, "NONCE", nonce)
			if challenge == "STEP" {
				challenge, _ = s.half.Step(said)
			}
			reply = "334 " + base64.StdEncoding.EncodeToString([]byte(challenge))
		}
		fmt.Fprint(c, reply+"\r\n")
	}
	return nil
}

// quotingNonces runs a script against a nonceServer, and returns the lines that it received.
func quotingNonces(t *testing.T, replies []string, input string, change ...func(*repl.Options)) (result, []string) {
	t.Helper()
	client, err := scram.SHA256.NewClient("tim", "tanstaaftanstaaf", "")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := client.GetStoredCredentialsWithError(scram.KeyFactors{Salt: "salt", Iters: 4096})
	if err != nil {
		t.Fatal(err)
	}
	library, err := scram.SHA256.NewServer(func(string) (scram.StoredCredentials, error) { return stored, nil })
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := &nonceServer{replies: replies, half: library.NewConversation()}
	served := make(chan error, 1)
	go func() { served <- s.serve(l) }()
	var out, errs buffer
	opt := repl.Options{
		Target:  conn.Target{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port},
		Input:   repl.NewScript(t.Context(), []repl.Source{{Name: "in", Reader: strings.NewReader(input)}}),
		Display: repl.Display{Out: &out, Err: &errs}, Timeout: 20 * time.Second,
	}
	for _, f := range append([]func(*repl.Options){asTim}, change...) {
		f(&opt)
	}
	status := repl.Run(context.Background(), opt)
	if err := <-served; err != nil {
		t.Error(err)
	}
	hasNot(t, "stderr", errs.String(), secrets...)
	return result{status, out.String(), errs.String()}, s.got
}

// TestLoginSCRAM: byhand cancels a SCRAM login if the server asks for too few or too many
// iterations, or does not prove that it knows the password (SECURITY.md, T21).
func TestLoginSCRAM(t *testing.T) {
	t.Parallel()
	const ehlo, first = "250-hi\r\n250 AUTH SCRAM-SHA-256", "334 r=NONCExyz,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
	quiet := func(o *repl.Options) { o.Quiet = true }
	for _, test := range []struct {
		name    string
		replies []string // to AUTH and what follows it
		sent    string   // after AUTH
		status  repl.Status
		says    string
		change  func(*repl.Options)
	}{
		{"accepted", []string{"334 STEP", "334 STEP", "235 welcome"}, "Yz1...,", repl.OK,
			"logged in with SCRAM-SHA-256; the server proved that it knows the password", asTim},
		{"too few iterations", []string{"334 r=NONCExyz,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1", "501 cancelled"}, "*", repl.Lost,
			"the server asks for only 1 iterations (RFC 5802: at least 4096): the password would be easy to crack: login cancelled", asTim},
		{"too many iterations", []string{"334 r=NONCExyz,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999", "501 cancelled"}, "*", repl.Lost,
			"the server asks for 99999999 iterations; byhand allows at most 1000000: login cancelled", asTim},
		{"another nonce", []string{"334 r=elsewhere,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "501 cancelled"}, "*", repl.Lost,
			"the server's nonce does not begin with the client's: its message belongs to another login: login cancelled", asTim},
		{"only our nonce", []string{"334 r=NONCE,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "501 cancelled"}, "*", repl.Lost,
			"the server's nonce adds nothing to the client's", asTim},
		{"a wrong proof", []string{first, "334 v=AAAA", "501 cancelled"}, "Yz1...,*", repl.Lost,
			"the server's proof is wrong: it does not know the password (possible man-in-the-middle): login cancelled", asTim},
		{"no proof", []string{first, "235 welcome"}, "Yz1...", repl.Lost,
			"login with SCRAM-SHA-256: accepted without proof that the server knows the password", asTim},
		{"no proof, and --quiet", []string{first, "235 welcome"}, "Yz1...", repl.Lost, "accepted without proof that the server knows the password", quiet},
		{"no challenge", []string{"235 welcome"}, "", repl.Lost, "accepted the login before SCRAM-SHA-256 was complete", asTim},
		{"an error", []string{"334 e=unknown-user", "535 5.7.8 no"}, "", repl.Refused,
			`SCRAM-SHA-256 refused: the server says "unknown-user" (there is no such user)`, asTim},
		{"a wrong password", []string{"334 STEP", "334 e=invalid-proof", "535 5.7.8 no"}, "Yz1...,", repl.Refused,
			`the server says "invalid-proof" (the password is wrong)`, asTim},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, sent := quotingNonces(t, append([]string{ehlo}, test.replies...), ":auth SCRAM-SHA-256 tim\n", test.change)
			want := append([]string{"EHLO me", "AUTH SCRAM-SHA-256 biw..."}, strings.Split(test.sent, ",")...)
			if len(test.replies) == 1 {
				want = want[:2] // nothing followed
			}
			if !slices.Equal(sent, want) {
				t.Errorf("it sent %q, want %q", sent, want)
			}
			if got.status != test.status {
				t.Errorf("status %d, want %d", got.status, test.status)
			}
			has(t, "stderr", got.err, test.says)
		})
	}
}

// TestAnswerSCRAM: :answer continues a SCRAM login from the first challenge, but not one
// that the user has already answered by hand.
func TestAnswerSCRAM(t *testing.T) {
	t.Parallel()
	const midway = "byhand cannot continue a SCRAM login"
	again := func(o *repl.Options) { o.KeepGoing = true } // a user at a prompt would go on too
	for _, test := range []struct {
		name, input string
		replies     []string
		sent        []string
		status      repl.Status
		says        string
	}{{
		name:    "from the first challenge on",
		input:   "AUTH SCRAM-SHA-256\n:answer tim\n:answer\n:answer\n:expect 235\n",
		replies: []string{"334 ", "334 STEP", "334 STEP", "235 welcome"},
		sent:    []string{"AUTH SCRAM-SHA-256", "biw...", "Yz1...", ""},
		says:    "the server proved that it knows the password",
	}, {
		name:    "in the middle: refused, and the connection stays usable",
		input:   "AUTH SCRAM-SHA-256 biwsbj10aW0scj14\n:answer tim\n:answer *\n:expect 501\nNOOP\n:expect 250\n",
		replies: []string{"334 r=xyz,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "501 cancelled", "250 ok"},
		sent:    []string{"AUTH SCRAM-SHA-256 biw...", "*", "NOOP"},
		status:  repl.Usage, says: midway,
	}, {
		name:    "an answer by hand between two by byhand",
		input:   "AUTH SCRAM-SHA-256\n:answer tim\nYz1o\n:answer tim\n*\n:expect 501\n",
		replies: []string{"334 ", "334 STEP", "334 v=AAAA", "501 cancelled"},
		sent:    []string{"AUTH SCRAM-SHA-256", "biw...", "Yz1...", "*"},
		status:  repl.Usage, says: midway,
	}, {
		name:    "a new login after byhand cancelled one",
		input:   "AUTH SCRAM-SHA-256\n:answer tim\n*\n:expect 501\nAUTH SCRAM-SHA-256 biwsbj10aW0scj14\n:answer tim\n*\n:expect 501\n",
		replies: []string{"334 ", "334 STEP", "501 cancelled", "334 r=xyz,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "501 cancelled"},
		sent:    []string{"AUTH SCRAM-SHA-256", "biw...", "*", "AUTH SCRAM-SHA-256 biw...", "*"},
		status:  repl.Usage, says: midway,
	}, {
		name:    "a server that starts with its second message",
		input:   "AUTH SCRAM-SHA-256\n:answer tim\n",
		replies: []string{"334 r=xyz,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", "501 cancelled"},
		sent:    []string{"AUTH SCRAM-SHA-256", "*"},
		status:  repl.Lost, says: "login cancelled",
	}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, sent := quotingNonces(t, test.replies, test.input, again)
			if !slices.Equal(sent, test.sent) {
				t.Errorf("it sent %q, want %q", sent, test.sent)
			}
			if got.status != test.status {
				t.Errorf("status %d, want %d; stderr:\n%s", got.status, test.status, got.err)
			}
			has(t, "stderr", got.err, test.says)
		})
	}
}

package repl_test

import (
	"slices"
	"strings"
	"testing"

	"byhand/repl"
)

// TestAnswer: :answer sends only the next answer of a login that was started by hand.
func TestAnswer(t *testing.T) {
	t.Parallel()
	const hi = "S: 220 hi\n"
	testLogins(t, []loginTest{{
		name:   "PLAIN",
		server: hi + "C: AUTH PLAIN\nS: 334\nC: " + blob + "\nS: 235 welcome", input: "AUTH PLAIN\n:answer tim\n:expect 235\n",
		says: []string{"> AUTH PLAIN\n", "> ******** (28 characters)\nbyhand: logged in"},
	}, {
		name: "LOGIN: one answer at a time",
		server: hi + `
			C: auth login
			S: 334 VXNlcm5hbWU6
			C: dGlt
			quiet
			S: 334 UGFzc3dvcmQ6
			C: dGFuc3RhYWZ0YW5zdGFhZg==
			S: 235 welcome`,
		input: "auth login\n:answer tim\n:answer\n",
	}, {
		name:   "LOGIN with the user in the AUTH line",
		server: hi + "C: AUTH LOGIN dGlt\nS: 334 UGFzc3dvcmQ6\nC: dGFuc3RhYWZ0YW5zdGFhZg==\nS: 235 welcome", input: "AUTH LOGIN dGlt\n:answer\n",
	}, {
		name:   "LOGIN, its user name by hand",
		server: hi + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: dGFuc3RhYWZ0YW5zdGFhZg==\nS: 535 no", input: "AUTH LOGIN\ndGlt\n:answer\n:expect 535\n",
	}, {
		name:   "LOGIN, its password by hand",
		server: hi + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VzYW1l\nS: 535 no", input: "AUTH LOGIN\n:answer tim\nc2VzYW1l\n:expect 535\n",
		change: withNothing,
	}, {
		name: "LOGIN, and a server that asks again: one answer each",
		server: hi + `
			C: AUTH LOGIN dGlt
			S: 334 UGFzc3dvcmQ6
			C: dGFuc3RhYWZ0YW5zdGFhZg==
			S: 334 UGFzc3dvcmQ6
			C: *
			S: 501 cancelled`,
		input:  "AUTH LOGIN dGlt\n:answer\n:answer\n",
		status: repl.Lost, says: []string{"cancelled"},
	}, {
		name:   "CRAM-MD5",
		server: hi + "C: AUTH CRAM-MD5\nS: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\nC: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw\nS: 235 welcome",
		input:  "AUTH CRAM-MD5\n:answer tim\n",
	}})
}

// TestAnswerToken: :answer sends a token, and the answer that a refused token requires.
func TestAnswerToken(t *testing.T) {
	t.Parallel()
	const hi = "S: 220 hi\n"
	testLogins(t, []loginTest{{
		name:   "XOAUTH2 sent by hand and refused: the required answer is sent",
		server: hi + "C: AUTH XOAUTH2 eA==\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC:\nS: 535 5.7.8 no", input: "AUTH XOAUTH2 eA==\n:answer\n:expect 535\n",
		change: withNothing,
		says:   []string{`"401"`, "expired"},
	}, {
		name:   "OAUTHBEARER sent by hand and refused",
		server: hi + "C: AUTH OAUTHBEARER\nS: 334\nC: eA==\nS: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\nC: AQ==\nS: 535 5.7.8 no", input: "AUTH OAUTHBEARER\neA==\n:answer\n:expect 535\n",
		change: withNothing,
	}, {
		name:   "a token that the server asks for",
		server: hi + "C: AUTH XOAUTH2\nS: 334\nC: dXNlcj10aW0BYXV0aD1CZWFyZXIgdDBrM24BAQ==\nS: 235 welcome", input: "AUTH XOAUTH2\n:answer tim\n",
	}})
}

// TestAnswerCancelled: :answer cancels a login that it cannot continue.
func TestAnswerCancelled(t *testing.T) {
	t.Parallel()
	const hi = "S: 220 hi\n"
	again := func(o *repl.Options) { o.KeepGoing = true } // a user at a prompt would go on too
	testLogins(t, []loginTest{{
		name:   "another login after an abandoned one",
		server: hi + "C: AUTH LOGIN\nS: 334\nC: dGlt\nS: 334\nC: *\nS: 501 cancelled\nC: AUTH PLAIN\nS: 334\nC: " + plain("bob", "tanstaaftanstaaf") + "\nS: 235 welcome",
		input:  "AUTH LOGIN\n:answer tim\n*\n:expect 501\nAUTH PLAIN\n:answer bob\n",
	}, {
		name:   "a challenge that is not base64, and then one that is, for another user",
		server: hi + "C: AUTH LOGIN\nS: 334 ?\nC: *\nS: 501 cancelled\nC: AUTH LOGIN\nS: 334\nC: Ym9zcw==\nS: 535 no",
		input:  "AUTH LOGIN\n:answer tim\nAUTH LOGIN\n:answer boss\n:expect 535\n", change: again,
		status: repl.Lost, says: []string{"base64"},
	}, {
		name:   "cancelled",
		server: hi + "C: AUTH LOGIN\nS: 334\nC: *\nS: 501 5.7.0 cancelled\nC: NOOP\nS: 250 ok", input: "AUTH LOGIN\n:answer *\n:expect 501\nNOOP\n",
		says: []string{"> *\n"},
	}, {
		name:   "cancelled, without an :expect for the refusal",
		server: hi + "C: AUTH LOGIN\nS: 334\nC: *\nS: 501 5.7.0 cancelled", input: "AUTH LOGIN\n:answer *\nNOOP\n",
		status: repl.Refused, says: []string{"AUTH: 501 5.7.0 cancelled"},
	}, {
		name: "no challenge", server: hi, input: ":answer tim\n",
		status: repl.Usage, says: []string{"byhand: :answer: ", ":auth"},
	}, {
		name: "nothing to cancel", server: hi, input: ":answer *\n",
		status: repl.Usage, says: []string{"byhand: :answer: "},
	}, {
		name:   "a mechanism that byhand does not know: the connection stays usable",
		server: hi + "C: AUTH NTLM\nS: 334\nC: *\nS: 501 cancelled", input: "AUTH NTLM\n:answer tim\n*\n:expect 501\n", change: again,
		status: repl.Usage, says: []string{"SCRAM-SHA-256-PLUS ", "hint: :b64 --send", `"*"`},
	}, {
		name:   "not a mechanism but possibly a password: it is not shown",
		server: hi + "C: AUTH " + blob + "\nS: 334", input: "AUTH " + blob + "\n:answer tim\n",
		status: repl.Usage, says: []string{"SCRAM-SHA-256-PLUS "},
	}, {
		name: "the connection ends instead of a reply", server: hi + "C: AUTH LOGIN\nS: 334\nC: dGlt\nclose", input: "AUTH LOGIN\n:answer tim\n",
		status: repl.Lost,
	}})
}

// typedLogin is a login that a user types, and what byhand asks and keeps in the history.
type typedLogin struct {
	name, server string
	steps        []string
	hidden       int    // questions whose answer was hidden
	asked        string // the questions
	kept         string
	says         []string
	change       func(*repl.Options)
}

func testTypedLogins(t *testing.T, tests []typedLogin) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			k := newKeyboard(test.steps...)
			change := []func(*repl.Options){func(o *repl.Options) { o.EHLO = "me" }}
			if test.change != nil {
				change = append(change, test.change)
			}
			got := typed(t, test.server, k, change...)
			asked := slices.DeleteFunc(slices.Clone(k.prompts), func(p string) bool { return strings.HasSuffix(p, "> ") })
			if strings.Join(asked, ",") != test.asked || k.hid != test.hidden {
				t.Errorf("asked %q, %d hidden; want %q, %d", asked, k.hid, test.asked, test.hidden)
			}
			if strings.Join(k.kept, ",") != test.kept {
				t.Errorf("kept %q, want %q", k.kept, test.kept)
			}
			has(t, "stderr", got.err, test.says...)
			hasNot(t, "stderr", got.err, secrets...)
		})
	}
}

// At a prompt byhand asks for a missing user name and password.
func TestTypedLogin(t *testing.T) {
	t.Parallel()
	testTypedLogins(t, []typedLogin{{
		name:   "user name and password",
		server: offering("PLAIN") + "C: AUTH PLAIN " + blob + "\nS: 235 welcome",
		steps:  []string{":auth", "tim", "tanstaaftanstaaf"},
		hidden: 1, asked: "user name: ,password for tim (hidden): ", kept: ":auth",
		says: []string{"PLAIN", "logged in"},
	}, {
		name:   "the password, a second time after it was refused",
		server: offering("PLAIN") + "C: AUTH PLAIN " + plain("tim", "mistyped") + "\nS: 535 no\nC: AUTH PLAIN " + blob + "\nS: 235 welcome",
		steps:  []string{":auth PLAIN tim", "mistyped", ":auth PLAIN tim", "tanstaaftanstaaf"},
		hidden: 2, asked: "password for tim (hidden): ,password for tim (hidden): ", kept: ":auth PLAIN tim,:auth PLAIN tim",
	}, {
		name:   "by hand and by :answer",
		server: "S: 220 hi\nC: AUTH LOGIN\nS: 334\nC: dGlt\nS: 334\nC: dGFuc3RhYWZ0YW5zdGFhZg==\nS: 235 welcome",
		steps:  []string{"AUTH LOGIN", ":answer", "tim", ":answer", "tanstaaftanstaaf"},
		hidden: 1, asked: "user name: ,password (hidden): ", kept: "AUTH LOGIN,:answer,:answer",
	}, {
		name:   "in the middle of SCRAM: byhand asks nothing",
		server: "S: 220 hi\nC: AUTH SCRAM-SHA-256 biwsbj10aW0scj14\nS: 334 cj14eQ==\nC: *\nS: 501 cancelled",
		steps:  []string{"AUTH SCRAM-SHA-256 biwsbj10aW0scj14", ":answer tim", "*"},
		kept:   "AUTH SCRAM-SHA-256 ,:answer ,*",
		says:   []string{"SCRAM", `"*"`, ":auth"},
	}, {
		name:   "a token, but the server does not accept tokens: byhand asks for the password",
		server: offering("LOGIN") + "C: AUTH LOGIN\nS: 334\nC: dGltQA==\nS: 334\nC: dGFuc3RhYWZ0YW5zdGFhZg==\nS: 235 welcome",
		steps:  []string{":auth tim@", "tanstaaftanstaaf"},
		hidden: 1, asked: "password for tim@ (hidden): ", kept: ":auth tim@",
		change: func(o *repl.Options) { o.Token = []byte("t0k3n") },
	}})
}

// No secret is sent unencrypted without a yes, or kept in the history.
func TestTypedLoginProtects(t *testing.T) {
	t.Parallel()
	testTypedLogins(t, []typedLogin{{
		name:   "secrets in the wrong place: nothing is sent or kept",
		server: "S: 220 hi\nC: AUTH PLAIN\nS: 334\nC: *\nS: 501 cancelled",
		steps: []string{":auth PLAIN tim tanstaaftanstaaf", ":AUTH --clear PLAIN tim tanstaaftanstaaf", `:auth PLAIN "t m" tanstaaftanstaaf`,
			":ses eu-central-1 tanstaaftanstaaf", "AUTH PLAIN", ":answer PLAIN tim tanstaaftanstaaf", ":answer *"},
		kept: `:auth PLAIN tim ,:AUTH --clear PLAIN tim ,:auth PLAIN "t ,:ses eu-central-1 ,AUTH PLAIN,:answer ,:answer `,
	}, {
		name:   "no permission to send it unencrypted",
		server: proxied("mail.example.net", offering("PLAIN")), change: elsewhere("mail.example.net"),
		steps: []string{":auth PLAIN tim", "y"},
		asked: `The connection is not encrypted. Send the secret anyway? Type yes to continue: `, kept: ":auth PLAIN tim",
		says: []string{":starttls", "--clear"},
	}, {
		name:   "permission to send it unencrypted",
		server: proxied("mail.example.net", offering("PLAIN")+"C: AUTH PLAIN "+blob+"\nS: 235 welcome"), change: elsewhere("mail.example.net"),
		steps:  []string{":auth PLAIN tim", "yes", "tanstaaftanstaaf"},
		hidden: 1, asked: `The connection is not encrypted. Send the secret anyway? Type yes to continue: ,password for tim (hidden): `, kept: ":auth PLAIN tim",
	}, {
		name:   "Ctrl-C at the question",
		server: offering("PLAIN") + "C: NOOP\nS: 250 ok",
		steps:  []string{":auth PLAIN tim", "^C", "NOOP"},
		hidden: 1, asked: "password for tim (hidden): ", kept: ":auth PLAIN tim,NOOP",
	}, {
		name:   "a password that ends in a space, and an empty one",
		server: offering("PLAIN") + "C: AUTH PLAIN " + plain("tim", "sesame ") + "\nS: 535 no",
		steps:  []string{":auth PLAIN tim", "sesame ", ":auth PLAIN tim", ""},
		hidden: 2, asked: "password for tim (hidden): ,password for tim (hidden): ", kept: ":auth PLAIN tim,:auth PLAIN tim",
		says: []string{"space", "password"},
	}})
}

package repl_test

import (
	"strings"
	"testing"

	"byhand/internal/recorder"
	"byhand/repl"
)

// TestLoginPrompts: byhand answers a recognized prompt of AUTH LOGIN with what it asks
// for, in any order.
func TestLoginPrompts(t *testing.T) {
	t.Parallel()
	const hi = "S: 220 hi\n"
	const name, pass, other = "S: 334 VXNlcm5hbWU6\n", "S: 334 UGFzc3dvcmQ6\n", "S: 334 Pw==\n"
	const tim, secret = "C: dGlt\n", "C: dGFuc3RhYWZ0YW5zdGFhZg==\n"
	testLogins(t, []loginTest{{
		name:   ":auth, asked for the user name twice",
		server: offering("LOGIN") + "C: AUTH LOGIN\n" + name + tim + name + tim + pass + secret + "S: 235 welcome", input: ":auth LOGIN tim\n",
	}, {
		name:   ":auth, asked for the password first",
		server: offering("LOGIN") + "C: AUTH LOGIN\n" + pass + secret + name + tim + "S: 235 welcome", input: ":auth LOGIN tim\n",
	}, {
		name:   ":answer, asked again for the user name that was sent with AUTH",
		server: hi + "C: AUTH LOGIN dGlt\n" + name + tim + pass + secret + "S: 235 welcome", input: "AUTH LOGIN dGlt\n:answer tim\n:answer\n",
	}, {
		name:   ":answer, asked again, and then in words that are not recognized",
		server: hi + "C: AUTH LOGIN dGlt\n" + name + tim + other + secret + "S: 235 welcome", input: "AUTH LOGIN dGlt\n:answer tim\n:answer\n",
	}, {
		name:   ":answer, asked again after an answer by hand",
		server: hi + "C: AUTH LOGIN\n" + name + tim + name + tim + pass + secret + "S: 235 welcome", input: "AUTH LOGIN\ndGlt\n:answer tim\n:answer\n",
	}, {
		name:   ":answer, asked for the password first",
		server: hi + "C: AUTH LOGIN\n" + pass + secret + name + tim + "S: 235 welcome", input: "AUTH LOGIN\n:answer\n:answer tim\n",
	}, {
		name:   ":answer, asked for the password again",
		server: hi + "C: AUTH LOGIN dGlt\n" + pass + secret + pass + "C: *\nS: 501 cancelled", input: "AUTH LOGIN dGlt\n:answer\n:answer\n",
		status: repl.Lost, says: []string{"the server asks again"},
	}, {
		name:   ":answer in a second login, after one that got as far as the password",
		server: hi + "C: AUTH LOGIN dGlt\n" + pass + secret + "S: 535 no\nC: AUTH LOGIN\n" + other + tim + other + secret + "S: 235 welcome",
		input:  "AUTH LOGIN dGlt\n:answer\n:expect 535\nAUTH LOGIN\n:answer tim\n:answer\n",
	}, {
		name:   "no terminal to ask for the user name: the password is not sent instead",
		server: hi + "C: AUTH LOGIN dGlt\n" + name, input: "AUTH LOGIN dGlt\n:answer\n",
		status: repl.Usage, says: []string{"hint: :answer USER"},
	}})
}

// TestLoginPromptQuestion: :b64 --send asks for what the server asks for.
func TestLoginPromptQuestion(t *testing.T) {
	t.Parallel()
	const server = "S: 220 hi\nC: AUTH LOGIN dGlt\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VzYW1l\nS: 235 welcome"
	k := newKeyboard("AUTH LOGIN dGlt", ":b64 --send", "tim", ":b64 --send", "sesame")
	typed(t, server, k)
	if asked := strings.Join(k.prompts, ","); !strings.Contains(asked, "user name: ,") || !strings.Contains(asked, "password (hidden): ") || k.hid != 1 {
		t.Errorf("asked %q, %d hidden", asked, k.hid)
	}
}

// TestLoginPromptsRecorded: a transcript contains the user name, which is not a secret.
// An answer that byhand cannot tell from a password is masked.
func TestLoginPromptsRecorded(t *testing.T) {
	t.Parallel()
	const name, pass = "S: 334 VXNlcm5hbWU6\n", "S: 334 UGFzc3dvcmQ6\n"
	const user, secret = "dGltLnRlc3Rlcg==", "dGFuc3RhYWZ0YW5zdGFhZg=="
	for _, test := range []struct {
		name, server, input string
		keeps               int // how often the user name is kept, in base64
	}{
		{"by hand, in order", "C: AUTH LOGIN\n" + name + "C: " + user + "\n" + pass + "C: " + secret + "\nS: 235 ok", "AUTH LOGIN\n" + user + "\n" + secret + "\n", 1},
		{"the password where the user name is asked for again", "C: AUTH LOGIN " + user + "\n" + name + "C: " + secret + "\nS: 535 no", "AUTH LOGIN " + user + "\n" + secret + "\n:expect 535\n", 0},
		{"the password first", "C: AUTH LOGIN\n" + pass + "C: " + secret + "\nS: 535 no", "AUTH LOGIN\n" + secret + "\n:expect 535\n", 0},
		{"byhand repeats the user name", "C: AUTH LOGIN\n" + name + "C: " + user + "\n" + name + "C: " + user + "\n" + pass + "C: " + secret + "\nS: 235 ok",
			"AUTH LOGIN\n:answer tim.tester\n:answer tim.tester\n:answer\n", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			record := &recorder.Recorder{}
			session(t, "S: 220 hi\n"+test.server, test.input, asTim, func(o *repl.Options) { o.Recorder = record })
			entries, _ := record.Entries()
			all := ""
			for _, e := range entries {
				all += e.Text + "\n"
			}
			hasNot(t, "the record", all, "dGFuc3Rh", "tanstaaf")
			if got := strings.Count(all, user); got != test.keeps {
				t.Errorf("the user name is kept %d times, want %d:\n%s", got, test.keeps, all)
			}
		})
	}
}

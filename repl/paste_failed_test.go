package repl_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// If a pasted command fails or is declined, byhand holds the rest: a secret meant for TLS
// or for another server must not be sent on this connection.
func TestFailureHoldsPaste(t *testing.T) {
	t.Parallel()
	const auth = "|AUTH PLAIN AGJvYgBodW50ZXIy"
	file := filepath.Join(t.TempDir(), "s.txt")
	for name, steps := range map[string][]string{
		"TLS that cannot start":        {"paste: :tls" + auth},
		"TLS in the wrong protocol":    {"paste: :starttls x" + auth + "|NOOP"},
		"an unknown command":           {"paste: :strattls" + auth},
		"a wrong option":               {"paste: :again x" + auth},
		"an unknown option":            {"paste: :open --bogus --tls h" + auth, "yes"},
		"a file that is missing":       {"paste: :open --ca /nowhere --tls h" + auth, "yes"},
		"an address that is not valid": {"paste: :open --tls h nan" + auth, "yes"},
		":open declined":               {"paste: :open --tls h" + auth, "no"},
		":open interrupted":            {"paste: :open --tls h" + auth, "^C"},
		":send declined":               {"paste: :send /nowhere" + auth, "no"},
		":auth declined":               {"paste: :auth PLAIN bob" + auth, "n"},
		":b64 interrupted":             {"paste: :b64" + auth, "yes", "^C"},
		"an expectation":               {"paste: :expect 550" + auth},
		"a pasted answer":              {"paste: :open --tls h|yes" + auth, "no"},
		"a pasted answer, agreed":      {"paste: :save " + file + "|yes" + auth, "yes"},
		"an answer pasted later":       {"paste: :open --tls h", "paste: y" + auth, "no"},
		"a batch":                      {"paste: :batch|:strattls" + auth + "|:go"},
		"a batch with lines":           {"paste: :batch|MAIL|:strattls" + auth + "|:go", "^C"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, steps := "S: 220 hi\nC: NOOP\nS: 250 ok", append(steps, "^C", ":batch --drop", "NOOP")
			if strings.Contains(steps[0], ":starttls") { // it is refused by the server
				server = strings.Replace(server, "C: NOOP", "C= \"EHLO [127.0.0.1]\\r\\n\"\nS: 500 no\nC: NOOP", 1)
			}
			got := typed(t, server, newKeyboard(steps...))
			if strings.HasPrefix(steps[0], "paste: ") {
				has(t, "stderr", got.err, " of the paste not sent; ", " dropped")
			}
		})
	}
}

// :go sends the held lines. If one of them fails, the rest is held again.
func TestFailureHoldsPasteAgain(t *testing.T) {
	t.Parallel()
	got := typed(t, "S: 220 hi\nC: NOOP\nS: 250 ok\nC: RSET\nS: 250 ok",
		newKeyboard("paste: :tls|NOOP|:strattls|RSET", ":go", ":go"))
	has(t, "stderr", got.err, "3 lines of the paste not sent", "1 line of the paste not sent")
}

package clientlog

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"byhand/internal/transcript"
)

// logs is where the logs of real tools are, each with what the server sent and received.
const logs = "../../test/logs/data/"

// TestRealLogs reads the logs of real tools. Each session must have the lines that the
// server received, in order, apart from secrets and messages that the log omits.
func TestRealLogs(t *testing.T) {
	files, err := filepath.Glob(logs + "*.log")
	if err != nil || len(files) == 0 {
		t.Fatal("no logs", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".log")
		t.Run(name, func(t *testing.T) {
			text, sent := readFile(t, file), readFile(t, strings.TrimSuffix(file, ".log")+".sent")
			log, _ := Read(text)
			sessions := strings.Split(sent, "\n--\n")
			if len(log.Sessions) != len(sessions) {
				t.Fatalf("%d sessions, the server had %d:\n%s", len(log.Sessions), len(sessions), shown(log))
			}
			for i, s := range log.Sessions {
				if diff := compare(s, sessions[i], partly[name], unlogged.MatchString(name)); diff != "" {
					t.Errorf("%s\n%s", diff, shown(Log{Sessions: []Session{s}}))
				}
			}
		})
	}
}

// partly says which logs begin in the middle of a session.
var partly = map[string]bool{"openssl": true, "gnutls-starttls": true}

// unlogged says which logs do not have the last commands: the tool sends QUIT or RSET later.
var unlogged = regexp.MustCompile(`^(?:curl|symfony)`)

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// compare returns how the client's lines in a session differ from those that the server
// received, or "".
func compare(s Session, truth string, isPart, unlogged bool) string {
	var want []string
	message := false
	for l := range strings.Lines(truth) {
		l = strings.TrimSuffix(l, "\n")
		from, text, _ := strings.Cut(l, ": ")
		switch {
		case l == "C:":
			from = "C"
		case l == "TLS" && !isPart:
			want = append(want, "TLS")
			continue
		case from == "S" && strings.HasPrefix(text, "354"):
			message = true
			if s.Body == Omitted {
				want = append(want, "(message)")
			}
		case from == "S":
			message = false
		}
		if from == "C" && !(message && s.Body == Omitted) {
			want = append(want, text)
		}
	}
	got := linesOf(s)
	if isPart {
		want = want[max(0, len(want)-len(got)):]
	}
	for i := 0; i < max(len(got), len(want)); i++ {
		if i < min(len(got), len(want)) && got[i] == want[i]+" "+transcript.Mask { // one entry for the whole login
			for i+1 < len(want) && base64Shape.MatchString(want[i+1]) {
				want = slices.Delete(want, i+1, i+2)
			}
			continue
		}
		switch {
		case i >= len(want):
			return "too much: " + got[i]
		case i >= len(got) && (want[i] == "QUIT" || want[i] == "RSET") && unlogged:
		case i >= len(got):
			return "missing: " + want[i]
		case !same(got[i], want[i]):
			return fmt.Sprintf("%q instead of %q", got[i], want[i])
		}
	}
	return ""
}

// same compares a line with one in which a secret may be masked.
func same(got, want string) bool {
	before, after, masked := strings.Cut(got, transcript.Mask)
	return got == want || masked && after == "" && strings.HasPrefix(want, before)
}

func linesOf(s Session) (all []string) {
	for _, e := range s.Entries {
		switch {
		case e.Kind == transcript.Sent:
			all = append(all, e.Text)
		case e.Kind == transcript.Secured:
			all = append(all, "TLS")
		case e.IsOmission():
			all = append(all, "(message)")
		}
	}
	return all
}

package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"byhand/internal/advice"
	"byhand/internal/session"
	"byhand/internal/transcript"
)

// readSessions reads the sessions in a transcript or a log; "-" is stdin.
func readSessions(name string) (f session.File, err error) {
	file := os.Stdin
	if name != "-" {
		if file, err = os.Open(name); err != nil {
			return f, usageError("", "%v", err)
		}
		defer file.Close()
	}
	f, err = session.Read(file)
	var unread *transcript.ReadError
	if errors.As(err, &unread) {
		return f, usageError(unread.Hint, "%q is not a transcript: %v", name, err)
	}
	if err != nil {
		return f, usageError("", "%v", err)
	}
	return f, nil
}

// sourceName names what a file is.
func sourceName(f session.File) string {
	switch {
	case f.IsTranscript:
		return "transcript"
	case f.Tool == "":
		return "log"
	}
	return f.Tool + " log"
}

// sessionName describes session n of a file, from 1.
func sessionName(f session.File, n int) string {
	name := "the session"
	if len(f.Sessions) > 1 {
		name = fmt.Sprintf("session %d of %d", n, len(f.Sessions))
	}
	if line := f.Sessions[n-1].Line; line > 0 {
		name += fmt.Sprintf(", from line %d", line)
	}
	return name
}

// maxRefusals is how many recorded refusals are explained.
const maxRefusals = 3

// recordedRefusals describes the refusals in a session: the reply, its cause and what to do.
func recordedRefusals(s session.Session) (all []string) {
	more := 0
	for _, r := range s.Refusals() {
		switch {
		case r == nil:
		case more > 0 || countRefusals(all) == maxRefusals:
			more++
		default:
			all = append(all, recordedPrefix+refusalName(r))
			all = append(all, reasons(r)...)
		}
	}
	if more > 0 {
		all = append(all, fmt.Sprintf("%d more refusals recorded", more))
	}
	return all
}

const recordedPrefix = "recorded refusal: "

func countRefusals(lines []string) (n int) {
	for _, line := range lines {
		if strings.HasPrefix(line, recordedPrefix) {
			n++
		}
	}
	return n
}

// refusalName names a refusal: its codes and its text, and the line that it refuses.
func refusalName(r *advice.Refusal) string {
	words := []string{r.Enhanced, strings.ReplaceAll(r.Text, "\n", " ")}
	if r.Code != 0 {
		words = append([]string{fmt.Sprint(r.Code)}, words...)
	}
	name := strings.Join(strings.Fields(strings.Join(words, " ")), " ")
	switch {
	case r.Line != "":
		return name + " (to " + r.Line + ")"
	case r.Verb == ".":
		return name + " (to the message)"
	case r.Verb == "GREETING":
		return name + " (the greeting)"
	case r.Verb != "":
		return name + " (to " + r.Verb + ")"
	}
	return name
}

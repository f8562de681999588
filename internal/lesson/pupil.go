package lesson

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Pupil is a person's progress through a lesson. It is not safe for concurrent use.
type Pupil struct {
	lesson *Lesson
	at     int // index of the current step
}

// NewPupil returns a Pupil at the first step of a lesson.
func NewPupil(l *Lesson) *Pupil { return &Pupil{lesson: l} }

// IsDone reports whether all steps are done.
func (p *Pupil) IsDone() bool { return p.at >= len(p.lesson.Steps) }

// Introduce returns the title of the lesson and the text of the first step.
func (p *Pupil) Introduce() []string {
	return append([]string{
		"lesson: " + p.lesson.Title,
		":lesson skip goes to the next step, :lesson repeat shows this one again, :lesson stop ends the lesson",
	}, p.StepText()...)
}

// StepText returns the text of the current step.
func (p *Pupil) StepText() []string {
	if p.IsDone() {
		return []string{fmt.Sprintf("end of lesson %q; :lesson lists all lessons", p.lesson.Title)}
	}
	step := p.lesson.Steps[p.at]
	all := []string{fmt.Sprintf("step %d of %d: %s", p.at+1, len(p.lesson.Steps), step.Name)}
	for _, words := range step.Paragraphs {
		all = append(all, "  "+words)
	}
	switch {
	case step.Type != "":
		all = append(all, "  type: "+step.Type)
	case step.Verb == "":
		all = append(all, "  type: :lesson skip")
	}
	return all
}

// Skip goes to the next step and returns its text.
func (p *Pupil) Skip() []string {
	if !p.IsDone() {
		p.at++
	}
	return p.StepText()
}

// HandleReply handles a reply. It returns the text of the next step if the reply
// ends this one, an explanation if the reply is another one than the step needs, and
// nothing if the reply has nothing to do with the step.
func (p *Pupil) HandleReply(a smtp.MatchedReply) []string {
	if p.IsDone() {
		return nil
	}
	step, refused := p.lesson.Steps[p.at], a.Reply.Refused()
	expected := a.Verb == step.Verb
	if expected && slices.ContainsFunc(step.Codes, func(code string) bool { return matches(code, a.Reply.Code) }) {
		return p.Skip()
	}
	if !expected && !refused {
		return nil
	}
	if expected && refused {
		p.rewind()
	}
	return step.explain(a)
}

// explain returns the remark for a reply that does not end the step. Without one, it
// explains a refusal.
func (step *Step) explain(a smtp.MatchedReply) []string {
	for _, remark := range step.Remarks {
		if matches(remark.Code, a.Reply.Code) {
			return []string{remark.Text}
		}
	}
	if !a.Reply.Refused() {
		return nil
	}
	meaning := strings.ToLower(cmp.Or(smtp.Meaning(a.Reply.Code), "the server refused"))
	words := fmt.Sprintf("%d: %s; :why explains more", a.Reply.Code, meaning)
	if step.Type != "" {
		words += ". For this step, type: " + step.Type
	}
	return []string{words}
}

// rewind goes back to the first of several steps for the same command: after a
// refused login, AUTH must be sent again.
func (p *Pupil) rewind() {
	for p.at > 0 && p.lesson.Steps[p.at-1].Verb == p.lesson.Steps[p.at].Verb {
		p.at--
	}
}

// HandleTLS handles the start of TLS. It returns the text of the next step if this
// one waits for TLS.
func (p *Pupil) HandleTLS() []string {
	if p.IsDone() || p.lesson.Steps[p.at].Verb != "TLS" {
		return nil
	}
	return p.Skip()
}

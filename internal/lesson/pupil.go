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

// New returns a Pupil at the first step of a lesson.
func New(l *Lesson) *Pupil { return &Pupil{lesson: l} }

// Done reports whether all steps are done.
func (p *Pupil) Done() bool { return p.at >= len(p.lesson.Steps) }

// Begin returns the title of the lesson and the text of the first step.
func (p *Pupil) Begin() []string {
	return append([]string{
		"lesson: " + p.lesson.Title,
		":lesson skip goes to the next step, :lesson repeat shows this one again, :lesson stop ends the lesson",
	}, p.Words()...)
}

// Words returns the text of the current step.
func (p *Pupil) Words() []string {
	if p.Done() {
		return []string{fmt.Sprintf("end of lesson %q; :lesson lists all lessons", p.lesson.Title)}
	}
	step := p.lesson.Steps[p.at]
	all := []string{fmt.Sprintf("step %d of %d: %s", p.at+1, len(p.lesson.Steps), step.Name)}
	for _, words := range step.Words {
		all = append(all, "  "+words)
	}
	switch {
	case step.Type != "":
		all = append(all, "  type: "+step.Type)
	case step.To == "":
		all = append(all, "  type: :lesson skip")
	}
	return all
}

// Skip goes to the next step and returns its text.
func (p *Pupil) Skip() []string {
	if !p.Done() {
		p.at++
	}
	return p.Words()
}

// Heard tells p about a reply. It returns the text of the next step if the reply
// ends this one, an explanation if the reply is another one than the step needs, and
// nothing if the reply has nothing to do with the step.
func (p *Pupil) Heard(a smtp.Answer) []string {
	if p.Done() {
		return nil
	}
	step, refused := p.lesson.Steps[p.at], a.Reply.Refused()
	expected := a.To == step.To
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
func (step *Step) explain(a smtp.Answer) []string {
	for _, remark := range step.Else {
		if matches(remark.Code, a.Reply.Code) {
			return []string{remark.Words}
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
	for p.at > 0 && p.lesson.Steps[p.at-1].To == p.lesson.Steps[p.at].To {
		p.at--
	}
}

// Secured tells p that TLS has begun. It returns the text of the next step if this
// one waits for TLS.
func (p *Pupil) Secured() []string {
	if p.Done() || p.lesson.Steps[p.at].To != "TLS" {
		return nil
	}
	return p.Skip()
}

package lesson

import (
	"fmt"
	"strings"

	"byhand/internal/smtp"
)

// Pupil is somebody's way through a lesson. It is not safe for concurrent use.
type Pupil struct {
	lesson *Lesson
	at     int
}

// New begins a lesson.
func New(l *Lesson) *Pupil { return &Pupil{lesson: l} }

// Done reports whether there is no step left.
func (p *Pupil) Done() bool { return p.at >= len(p.lesson.Steps) }

// Begin says what the lesson is, and the first step.
func (p *Pupil) Begin() []string {
	return append([]string{"lesson: " + p.lesson.Title + "; :lesson skip goes on, :lesson repeat says it again, :lesson stop ends it"}, p.Words()...)
}

// Words says the step to do now.
func (p *Pupil) Words() []string {
	if p.Done() {
		return []string{fmt.Sprintf("lesson: that was %q; :lesson lists the others", p.lesson.Title)}
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
		all = append(all, "  (:lesson skip goes on)")
	}
	return all
}

// Skip goes on without the step.
func (p *Pupil) Skip() []string {
	if !p.Done() {
		p.at++
	}
	return p.Words()
}

// Heard takes a reply. It returns what to say: the next step, or what the reply
// means if it is not the one that is wanted; nothing if it has nothing to do with
// the step.
func (p *Pupil) Heard(a smtp.Answer) []string {
	if p.Done() {
		return nil
	}
	step := &p.lesson.Steps[p.at]
	if a.To == step.To {
		for _, code := range step.Codes {
			if covers(code, a.Reply.Code) {
				return p.Skip()
			}
		}
	}
	if !a.Reply.Refused() && a.To != step.To {
		return nil
	}
	said := p.remark(a, step)
	if a.Reply.Refused() && a.To == step.To {
		p.rewind()
	}
	return said
}

// remark is what is said to another reply than the one that is wanted.
func (p *Pupil) remark(a smtp.Answer, step *Step) []string {
	for _, remark := range step.Else {
		if covers(remark.Code, a.Reply.Code) {
			return []string{remark.Words}
		}
	}
	if !a.Reply.Refused() {
		return nil
	}
	return []string{p.mistake(a, step)}
}

// rewind goes back to the first of several steps that wait for the same command:
// a login that was refused begins anew.
func (p *Pupil) rewind() {
	for p.at > 0 && p.lesson.Steps[p.at-1].To == p.lesson.Steps[p.at].To {
		p.at--
	}
}

// mistake says what a refusal means, and what the step still wants.
func (p *Pupil) mistake(a smtp.Answer, step *Step) string {
	words := fmt.Sprintf("%d: %s; :why says more", a.Reply.Code, strings.ToLower(orUnknown(smtp.Meaning(a.Reply.Code))))
	if step.Type != "" {
		words += ". This step wants: " + step.Type
	}
	return words
}

func orUnknown(meaning string) string {
	if meaning == "" {
		return "the server says no"
	}
	return meaning
}

// Secured takes that TLS began.
func (p *Pupil) Secured() []string {
	if p.Done() || p.lesson.Steps[p.at].To != "TLS" {
		return nil
	}
	return p.Skip()
}

package repl

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"byhand/conn"
	"byhand/internal/client"
	"byhand/internal/lesson"
	"byhand/internal/view"
)

// lessons runs the lesson in progress. It is a listener: it follows the replies.
type lessons struct {
	listenerVoice view.Voice // for hear, which runs on the output queue's goroutine
	voice         view.Voice // for other goroutines

	mu    sync.Mutex    // guards pupil
	pupil *lesson.Pupil // nil: no lesson is in progress
}

// hear shows the lesson's text about an event.
func (l *lessons) hear(e *client.Event) {
	if e.Kind == conn.Secured {
		l.show(l.listenerVoice, func(p *lesson.Pupil) []string { return p.HandleTLS() })
	}
	for _, a := range e.Replies {
		l.show(l.listenerVoice, func(p *lesson.Pupil) []string { return p.HandleReply(a.MatchedReply) })
	}
}

// show shows the text that words returns, and ends the lesson after its last step. It returns
// whether a lesson was in progress.
func (l *lessons) show(to view.Voice, words func(*lesson.Pupil) []string) bool {
	l.mu.Lock()
	p := l.pupil
	var all []string
	if p != nil {
		all = words(p)
		if p.IsDone() {
			l.pupil = nil
		}
	}
	l.mu.Unlock()
	for _, text := range all {
		to.Reveal(text)
	}
	return p != nil
}

// start starts a lesson.
func (l *lessons) start(which *lesson.Lesson) {
	l.mu.Lock()
	l.pupil = lesson.NewPupil(which)
	l.mu.Unlock()
	l.show(l.voice, (*lesson.Pupil).Introduce)
}

// inProgress reports whether a lesson is in progress.
func (l *lessons) inProgress() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pupil != nil
}

// stop ends the lesson.
func (l *lessons) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pupil = nil
}

func cmdLesson(_ context.Context, s *Session, arg string) error {
	all := lesson.All()
	switch strings.ToLower(arg) {
	case "":
		for _, l := range all {
			s.out.Answer("  " + l.Title)
		}
		s.out.Answer("hint: :lesson N starts lesson N; the lessons work only with byhand practice")
		return nil
	case "skip":
		return showInLesson(s, (*lesson.Pupil).Skip)
	case "repeat":
		return showInLesson(s, (*lesson.Pupil).StepText)
	case "stop":
		defer s.lessons.stop()
		return showInLesson(s, func(*lesson.Pupil) []string { return []string{"the lesson has ended"} })
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > len(all) {
		return usage("lesson", fmt.Sprintf("the lessons are numbered 1 to %d", len(all)))
	}
	s.lessons.start(all[n-1])
	return nil
}

// showInLesson shows the text that words returns. It returns a *Failure if no lesson is in
// progress.
func showInLesson(s *Session, words func(*lesson.Pupil) []string) error {
	if !s.lessons.show(s.out, words) {
		return failure(Usage, ":lesson: no lesson is in progress", ":lesson 1 starts the first")
	}
	return nil
}

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

// lessons is the lesson under way. It listens to the replies.
type lessons struct {
	shown view.Voice // for hear, which is called where the output is written
	voice view.Voice // for everybody else

	mu    sync.Mutex    // guards pupil
	pupil *lesson.Pupil // nil: there is none
}

// hear says what a lesson has to say about an event.
func (l *lessons) hear(e client.Event) {
	if e.Kind == conn.Secured {
		l.say(l.shown, func(p *lesson.Pupil) []string { return p.Secured() })
	}
	for _, a := range e.Replies {
		l.say(l.shown, func(p *lesson.Pupil) []string { return p.Heard(a.Answer) })
	}
}

// say says what words returns, and ends a lesson that is done. It returns false if there
// is no lesson.
func (l *lessons) say(to view.Voice, words func(*lesson.Pupil) []string) bool {
	l.mu.Lock()
	p := l.pupil
	var all []string
	if p != nil {
		all = words(p)
		if p.Done() {
			l.pupil = nil
		}
	}
	l.mu.Unlock()
	for _, text := range all {
		to.Reveal(text)
	}
	return p != nil
}

// learn begins a lesson.
func (l *lessons) learn(which *lesson.Lesson) {
	l.mu.Lock()
	l.pupil = lesson.New(which)
	l.mu.Unlock()
	l.say(l.voice, (*lesson.Pupil).Begin)
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
		s.out.Answer("hint: :lesson N begins one; byhand practice is the place for it")
		return nil
	case "skip":
		return inLesson(s, (*lesson.Pupil).Skip)
	case "repeat":
		return inLesson(s, (*lesson.Pupil).Words)
	case "stop":
		defer s.lessons.stop()
		return inLesson(s, func(*lesson.Pupil) []string { return []string{"the lesson is over"} })
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > len(all) {
		return usage("lesson", fmt.Sprintf("there are lessons 1 to %d", len(all)))
	}
	s.lessons.learn(all[n-1])
	return nil
}

// inLesson says what words returns. It fails if there is no lesson.
func inLesson(s *Session, words func(*lesson.Pupil) []string) error {
	if !s.lessons.say(s.out, words) {
		return failure(Usage, ":lesson: none is going on", ":lesson lists them, :lesson 1 begins the first")
	}
	return nil
}

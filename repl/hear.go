package repl

import (
	"fmt"
	"time"

	"byhand/conn"
	"byhand/internal/dialect"
	"byhand/internal/recorder"
	"byhand/internal/smtp"
	"byhand/internal/view"
)

// hear is the session's Tap: memory, meaning and screen listen here, and none
// can change a byte. Meaning comes first, for memory keeps what it says.
func (s *Session) hear(e conn.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tail.follow(e)
	facts, answers := s.understand(e)
	s.opt.Recorder.Record(e, facts)
	switch e.Kind {
	case conn.Opened:
		s.askedAt = e.Time
		s.facts.Notes(openingWords(e.Opening, s.target))
		if !s.target.TLS { // else the handshake comes first, and perhaps a question
			s.awaitGreeting()
		}
	case conn.Received:
		s.hearBytes(e, answers, facts.Took)
	case conn.Sent:
		s.hearSent(e)
	case conn.Secured:
		s.hearSecured(e)
	case conn.Ended:
		s.hearEnd(e)
	}
	if !e.More {
		s.wake()
	}
}

// understand asks the dialect what an event means where the conversation stands,
// and tells it of bytes that came.
func (s *Session) understand(e conn.Event) (facts recorder.Facts, answers []dialect.Answer) {
	switch e.Kind {
	case conn.Opened:
		facts.Target = s.target.String()
	case conn.Sent:
		facts.Phase = s.dialect.Phase().String()
		facts.Name = e.Secret > 0 && s.isUserName(e.Line)
	case conn.Received:
		facts.Phase = s.dialect.Phase().String()
		answers = s.dialect.Received(e.Line)
		if e.Ending != "" {
			answers = append(answers, s.dialect.Received(lineEnd(e.Ending))...)
		}
		if n := len(answers); n > 0 {
			facts.Answer, facts.Word = &answers[n-1].Answer, answers[n-1].Word
		}
		if len(answers) > 0 && answers[0].To != "" {
			facts.Took = e.Time.Sub(s.askedAt)
		}
	}
	return facts, answers
}

var crlf = []byte("\r\n")

// lineEnd returns a line's ending as bytes that must not be changed: a million
// lines share one.
func lineEnd(ending string) []byte {
	if ending == string(crlf) {
		return crlf
	}
	return []byte(ending)
}

// isUserName reports whether a line that answers AUTH LOGIN is a user name, which is
// not a secret. Where that is not certain it returns false.
func (s *Session) isUserName(line []byte) bool {
	d := s.dialect.Login()
	return d != nil && d.AsksForName(s.login.userName(line))
}

// hearBytes shows what came and takes in the replies that it completes.
func (s *Session) hearBytes(e conn.Event, answers []dialect.Answer, took time.Duration) {
	s.heardAt, s.offset = e.Time, e.Offset
	if s.dialect.Phase() != smtp.Greeting {
		s.stopHush()
	}
	s.tellTLS(e)
	if s.opt.Status != nil && !s.opt.Typed {
		s.opt.Status("") // what comes must not stand behind it
	}
	s.view.Received(e, took)
	for i := range answers {
		s.take(&answers[i], e.Offset)
	}
}

// take judges one reply and says what a person may need to know of it.
func (s *Session) take(a *dialect.Answer, offset int64) {
	if a.To != "" {
		s.last, s.seen = a, offset
		if s.gathered != nil {
			s.gathered = append(s.gathered, *a)
		}
	} else {
		s.view.Note("the server said that unasked")
	}
	verdict := a.Verdict()
	if verdict == smtp.Refused && a.To == "" {
		s.unasked = a
	} else if verdict == smtp.Broken && a.To != "" {
		s.refusal = a
	} else if verdict == smtp.Refused {
		s.refuse(a)
		s.held.refused = time.Now()
	}
	if a.Rest != nil {
		s.unmet = unmet{verb: a.To, at: time.Now(), rest: a.Rest}
		s.held.refused = s.unmet.at
	}
	if verdict == smtp.Refused {
		s.remembers(a)
		s.tellQuirk(a.Reply)
	}
	if (a.To == "EHLO" || a.To == "LHLO") && verdict == smtp.Accepted {
		s.offersNow()
	}
	if words := a.Reply.Flaws.String(); words != "" {
		s.view.Note("the server breaks the protocol: " + words)
	} else if verdict == smtp.Broken && s.opt.Typed { // in a script a failure says it
		s.view.Note(brokenBy(a))
	}
	s.explainChallenge(a)
	if s.pupil != nil {
		s.teach(s.pupil.Heard(a.Answer))
	}
}

// refuse keeps a refusal until it is judged. A reply that broke the protocol is not
// forgotten over it.
func (s *Session) refuse(a *dialect.Answer) {
	if s.refusal == nil || s.refusal.Verdict() != smtp.Broken {
		s.refusal = a
	}
}

// explainChallenge decodes a challenge in a side note.
func (s *Session) explainChallenge(a *dialect.Answer) {
	asks := kind(a)
	if asks != "+" && (asks != "334" || a.To != "AUTH") {
		return
	}
	if text, _ := s.dialect.Challenge(); len(text) > 0 {
		s.view.Note(fmt.Sprintf("%s says %s", asks, view.Quoted(text)))
	}
}

func (s *Session) hearSent(e conn.Event) {
	if s.dialect.Owed() == 0 || s.dialect.Quiet() > 0 {
		s.askedAt = e.Time
	}
	s.last = nil
	if e.Ending != "" && !e.Bulk {
		s.remember(e.Line, e.Secret)
	}
	if e.Ending == "" || !s.isProxyHeader(e.Line) {
		s.dialect.Sent(e.Line)
		s.dialect.Sent(lineEnd(e.Ending))
	}
	if !s.typing && !e.Bulk {
		s.view.Sent(e)
	}
}

// lossOf is the status that a connection's end is worth by itself.
func lossOf(end *conn.End) Status {
	switch end.How {
	case conn.Cut, conn.Reset, conn.Failed:
		return Lost
	case conn.Broken:
		return TLSFailed
	}
	return OK
}

// afterGoodbye reports whether the connection was cut or reset after the server had
// answered QUIT or LOGOUT: the session was finished, so nothing is lost. The lock is
// held.
func (s *Session) afterGoodbye() bool {
	return s.end != nil && (s.end.How == conn.Cut || s.end.How == conn.Reset) && s.dialect.Done()
}

// endStatus maps how the connection ended to an exit status. The lock is held.
func (s *Session) endStatus() Status {
	if s.end == nil || s.afterGoodbye() {
		return OK
	}
	return lossOf(s.end)
}

// loss is the status of what fails because the connection has ended. The lock is
// held.
func (s *Session) loss() Status {
	if status := s.endStatus(); status != OK {
		return status
	}
	return Lost
}

// endFailure is the failure of what cannot be done because the connection has ended.
// The lock is held.
func (s *Session) endFailure(what, hint string) *Failure {
	if s.hungUpBeforeTLS() {
		return failure(TLSFailed, errHungUp.Error(), "")
	}
	return failure(s.loss(), what, hint)
}

// hearSecured forgets what was said before TLS (RFC 3207 4.2); with TLS from the
// first byte nothing was.
func (s *Session) hearSecured(e conn.Event) {
	if !s.target.TLS {
		s.dialect.Secured()
	}
	s.last, s.askedAt, s.wanted = nil, e.Time, e.TLS.Asked && !e.TLS.Shown
	s.secure.required = true
	if s.target.TLS {
		s.awaitGreeting()
	}
	s.facts.Notes(tlsWords(e.TLS, e.Time))
	if s.pupil != nil {
		s.teach(s.pupil.Secured())
	}
}

// hearEnd tells who closed and how.
func (s *Session) hearEnd(e conn.Event) {
	s.view.FinishLine(e.Secure)
	s.stopHush()
	silent := s.dialect.Phase() == smtp.Greeting && e.End.Received == 0 && e.End.How != conn.Local && e.End.How != conn.Aborted
	unfinished := s.dialect.Hangup()
	if e.End.How == conn.Local || e.End.How == conn.Aborted {
		unfinished = nil // byhand did not wait for the rest
	}
	for _, a := range unfinished {
		s.take(&a, s.seen)
	}
	s.end = e.End
	reported := s.hungUpBeforeTLS() && (s.secure.starting || !s.opt.Typed)
	if e.End.How != conn.Aborted && !reported { // else a failure says it
		s.facts.Note(e.End.String())
	}
	if s.afterGoodbye() {
		s.view.Note("the session was already finished, so nothing is lost")
	}
	s.hintClientCertificate(e.End)
	if silent && !e.Secure {
		s.view.Note("hint: it said nothing at all: " + s.tryTLS())
	}
	if s.opt.Typed && s.status == OK { // in a script finish judges it
		s.status = s.endStatus()
	}
}

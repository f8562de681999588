package smtp

// Verdict says what a reply means for its command.
type Verdict int

// The verdicts.
const (
	Accepted  Verdict = iota // the command succeeded
	Continues                // the server waits for the rest of the command
	Refused                  // the server refused (RFC 5321 4.2.1: 4yz, 5yz)
	Broken                   // the protocol does not allow this reply here: the command did not succeed
)

// Verdict depends on the code of the reply and on its command. For a code that no RFC
// lists, the first digit decides (RFC 5321 4.3.2). These replies are Broken:
//
//	199, 600, 954           their first digit is not defined (4.2.1)
//	550-no / 250 ok         the lines disagree, and the last is not a refusal (4.2.1)
//	354 to anything but DATA, 334 to anything but AUTH, any other 3yz (4.3.2, RFC 4954 4)
//	2yz to DATA; 2yz to AUTH except 235; 235 to anything else (4.3.2, RFC 4954 6)
//
// After an unknown command, 3yz is Continues. Flaws that leave the code certain change
// nothing. An Unfinished reply is still owed: only the caller knows more.
func (a MatchedReply) Verdict() Verdict {
	r := a.Reply
	switch {
	case r.Refused():
		return Refused
	case r.Class() == 0, r.Flaws&MixedCodes != 0:
		return Broken
	case r.Class() == 3:
		return intermediateVerdict(a.Verb, r.Code)
	case a.Verb == "DATA", isKnownVerb(a.Verb) && (a.Verb == "AUTH") != (r.Code == 235), a.Verb == "." && r.Code == 235:
		return Broken
	}
	return Accepted
}

// intermediateVerdict returns the verdict on 3yz, an intermediate reply.
func intermediateVerdict(verb string, code int) Verdict {
	switch verb {
	case "DATA":
		if code == 354 {
			return Continues
		}
	case "AUTH":
		if code == 334 {
			return Continues
		}
	case "GREETING", ".":
	default:
		if !isKnownVerb(verb) {
			return Continues
		}
	}
	return Broken
}

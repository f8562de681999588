package smtp

// Verdict is what a reply means for the command that it answers.
type Verdict int

// The verdicts.
const (
	Accepted  Verdict = iota // the command succeeded
	Continues                // the command was taken so far, and the server waits for the rest of it
	Refused                  // the server said no (RFC 5321 4.2.1: 4yz, 5yz)
	Broken                   // not a reply that the protocol allows here: nothing may count as done
)

// Verdict judges a reply by its code and by the command that it answers. A code
// that no RFC lists is judged by its first digit (RFC 5321 4.3.2). Broken is:
//
//	199, 600, 954           SMTP gives no meaning to that first digit (4.2.1)
//	550-no / 250 ok         the lines disagree, and the last is not a refusal (4.2.1)
//	354 to anything but DATA, 334 to anything but AUTH, any other 3yz (4.3.2, RFC 4954 4)
//	2yz to DATA; 2yz to AUTH but for 235; 235 to anything else (4.3.2, RFC 4954 6)
//
// 3yz to a command of an extension that byhand does not know continues it. Flaws
// that leave the code certain change nothing. A reply cut off by the end of the
// stream (Unfinished) is still owed: only the caller can judge that.
func (a Answer) Verdict() Verdict {
	r := a.Reply
	switch {
	case r.Refused():
		return Refused
	case r.Class() == 0, r.Flaws&MixedCodes != 0:
		return Broken
	case r.Class() == 3:
		return continues(a.To, r.Code)
	case a.To == "DATA", known(a.To) && (a.To == "AUTH") != (r.Code == 235), a.To == "." && r.Code == 235:
		return Broken
	}
	return Accepted
}

// continues judges 3yz, an intermediate reply.
func continues(to string, code int) Verdict {
	switch to {
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
		if !known(to) {
			return Continues
		}
	}
	return Broken
}

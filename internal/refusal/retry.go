package refusal

import "strings"

// saysLater is how a reply invites another attempt; saysNever, how it warns against one.
var (
	saysLater = classes.Compile("try again later|try later|retry later|again later|later again|try again in|retry in|please retry|please try again|will be accepted in|spater erneut|spater noch|reessayez plus tard|ulterieurement|mas tarde|mais tarde|piu tardi|повторите попытку|попробуйте позже|稍后|后で|後で")
	saysNever = classes.Compile("do not retry|don't retry|do not try again|don't try again|will not be retried")
)

// changeNothing are the causes that do not go away when the client waits.
const changeNothing = " auth-required auth-failed auth-disabled auth-unsupported tls-required relay-denied sender-not-allowed helo " +
	"spf-dkim-dmarc spam-content virus-or-attachment message-format message-size syntax sequence not-implemented smtputf8-or-8bit " +
	"account-suspended content-policy closing "

// retryOf says whether to try again after a refusal with this cause: by the text, else by
// the first digit of the codes (RFC 5321 4.2.1), where that agrees with the cause.
func retryOf(r *Reply, s *subject, cause Cause) Retry {
	digit := byte(0)
	switch {
	case r.Code != 0:
		digit = byte('0' + r.Code/100)
	case r.Enhanced != "":
		digit = r.Enhanced[0]
	}
	stays := strings.Contains(changeNothing, " "+string(cause)+" ")
	switch {
	case digit == '5' && saysNever.IsIn(&s.full):
		return Cannot
	case saysLater.IsIn(&s.full) && (digit == '4' || !stays):
		return Can
	case digit == '5' && cause != RateLimit:
		return Cannot
	case digit == '4' && !stays:
		return Can
	}
	return Unclear
}

package advice

import (
	"slices"
	"strings"

	"byhand/internal/smtp"
)

// Middlebox describes a device between client and server that changed the greeting or the
// reply to EHLO; "": nothing shows one. Firewalls that inspect SMTP overwrite what they
// do not know: "220 ****" and "250-XXXXXXXA" instead of STARTTLS.
func Middlebox(greeting string, features []smtp.Feature) string {
	overwritten := slices.ContainsFunc(features, func(f smtp.Feature) bool {
		return len(f.Keyword) >= 4 && strings.Trim(f.Keyword, "X") == "A" || len(f.Keyword) >= 4 && strings.Trim(f.Keyword, "X*") == ""
	})
	if overwritten || strings.Contains(greeting, "*****") {
		return "a firewall that inspects SMTP (such as Cisco ASA) changes this session: it hides STARTTLS, AUTH and the greeting; switch its ESMTP inspection off, or use port 465"
	}
	return ""
}

package repl_test

import (
	"encoding/base64"
	"testing"

	"byhand/repl"
)

// plain returns the initial response of PLAIN, in base64.
func plain(user, password string) string {
	return base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
}

const blob = "AHRpbQB0YW5zdGFhZnRhbnN0YWFm" // plain("tim", ...)

func withToken(o *repl.Options)   { o.Password = nil }
func withNothing(o *repl.Options) { o.Password, o.Token = nil, nil }

// TestLoginMechanismChoice: which mechanism :auth uses if the user names none.
func TestLoginMechanismChoice(t *testing.T) {
	t.Parallel()
	const cram = "C: AUTH CRAM-MD5\nS: 334 eA==\nC: dGltQCA2OWMxODYwMTM3NWVkMDQ5ZGY5NzdmZTg3Yjc4ODk5Mg==\nS: 235 welcome"
	testLogins(t, []loginTest{{
		name:   "the strongest, reported before it is used; names in any case, some unknown",
		server: offering("GSSAPI login X-WHAT Cram-Md5 PLAIN") + cram,
		input:  ":auth tim@\n",
		says:   []string{"CRAM-MD5, the strongest mechanism that both sides support: it hashes a challenge with the password", "\n> AUTH CRAM-MD5\n"},
	}, {
		name:   "several lines of AUTH",
		server: "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250-AUTH LOGIN\nS: 250-SIZE\nS: 250 auth CRAM-MD5\n" + cram,
		input:  ":auth tim@\n",
		says:   []string{"using CRAM-MD5"},
	}, {
		name:   "several lines of AUTH: the second offers the named mechanism",
		server: "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250-AUTH LOGIN\nS: 250 AUTH PLAIN\nC: AUTH PLAIN " + blob + "\nS: 235 welcome",
		input:  ":auth PLAIN tim\n",
		says:   []string{"> EHLO me\n> AUTH PLAIN"}, // without a note between them
	}, {
		name:   "offered in another case: no note",
		server: offering("plain") + "C: AUTH PLAIN " + blob + "\nS: 235 welcome", input: ":auth Plain tim\n",
		says: []string{"> EHLO me\n> AUTH PLAIN"},
	}, {
		name:   "the old form with = does not count",
		server: "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250-AUTH=CRAM-MD5\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AHRpbUAAdGFuc3RhYWZ0YW5zdGFhZg==\nS: 235 welcome",
		input:  ":auth tim@\n",
		says:   []string{"using PLAIN"},
	}, {
		name:   "the old form alone is none",
		server: "S: 220 hi\nC: EHLO me\nS: 250-hi\nS: 250 AUTH=PLAIN",
		input:  ":auth tim@\n",
		status: repl.Refused, says: []string{"the server offers no AUTH here", "hint: most servers offer AUTH only after TLS has started: :starttls"},
	}, {
		name:   "a token, and no password",
		server: offering("PLAIN XOAUTH2") + "C: AUTH XOAUTH2 dXNlcj10aW1AAWF1dGg9QmVhcmVyIHQwazNuAQE=\nS: 235 welcome",
		input:  ":auth tim@\n", change: withToken,
		says: []string{"using XOAUTH2"},
	}, {
		name:   "a token, but the server does not accept tokens: the missing password is named",
		server: offering("PLAIN LOGIN"), input: ":auth tim@\n", change: withToken,
		status: repl.Usage, says: []string{"no password for tim@, and", "hint: use --password-file, --password-env or --password-command"},
	}, {
		name:   "nothing to log in with",
		server: offering("PLAIN XOAUTH2"), input: ":auth tim@\n", change: withNothing,
		status: repl.Usage, says: []string{"hint: use --password-file, --password-env or --password-command"},
	}, {
		name:   "EXTERNAL where nothing else is offered, ANONYMOUS never",
		server: offering("ANONYMOUS EXTERNAL") + "C: AUTH EXTERNAL =\nS: 235 welcome",
		input:  ":auth\n", change: withNothing,
	}, {
		name:   "none that byhand supports",
		server: offering("GSSAPI NTLM"), input: ":auth tim@\n",
		status: repl.Refused, says: []string{"the server offers only GSSAPI NTLM, which byhand cannot use here", "SCRAM-SHA-256 SCRAM-SHA-1-PLUS"},
	}, {
		name:   "no AUTH at all",
		server: "S: 220 hi\nC: EHLO me\nS: 250 hi", input: ":auth\n",
		status: repl.Refused, says: []string{"the server offers no AUTH here"},
	}, {
		name:   "no AUTH inside TLS: the hint does not suggest TLS",
		server: "S: 220 hi\nC: STARTTLS\nS: 220 go\ntls\nC: EHLO me\nS: 250 hi", input: "STARTTLS\n:tls\n:auth\n",
		change: func(o *repl.Options) { o.Dialer.Security.Insecure = true },
		status: repl.Refused, says: []string{"hint: :auth MECH tries a mechanism anyway"},
	}, {
		name:   "not offered: reported, and tried anyway",
		server: offering("LOGIN") + "C: AUTH PLAIN " + blob + "\nS: 504 5.5.4 no", input: ":auth PLAIN tim\n",
		status: repl.Refused, says: []string{"the server does not offer PLAIN here; trying it anyway\n> AUTH PLAIN", "refused AUTH: 504 5.5.4 no"},
	}, {
		name:   "an unknown mechanism: nothing is sent, not even EHLO",
		server: "S: 220 hi", input: ":auth NTLM tim\n",
		status: repl.Usage, says: []string{`unsupported mechanism "NTLM"; byhand supports SCRAM-SHA-256-PLUS SCRAM-SHA-256 `, "EXTERNAL ANONYMOUS (in:1)\n"},
	}})
}

// TestLoginSendsEHLO: :auth sends EHLO only if it was not sent yet.
func TestLoginSendsEHLO(t *testing.T) {
	t.Parallel()
	const said = "S: 220 hi\nC: EHLO you\nS: 250-hi\nS: 250 AUTH PLAIN\n"
	testLogins(t, []loginTest{{
		name:   "sent by hand",
		server: said + "C: AUTH PLAIN " + blob + "\nS: 235 welcome", input: "EHLO you\n:auth PLAIN tim\n",
	}, {
		name:   "refused: then there is no login",
		server: "S: 220 hi\nC: EHLO me\nS: 550 5.7.1 not you", input: ":auth PLAIN tim\nNOOP\n",
		status: repl.Refused, says: []string{"the server refused EHLO: 550 5.7.1 not you"},
	}, {
		name:   "and the refusal can be expected",
		server: "S: 220 hi\nC: EHLO me\nS: 502 what\nC: NOOP\nS: 250 ok", input: ":auth PLAIN tim\n:expect 502\nNOOP\n",
	}, {
		name:   "LHLO in LMTP",
		server: "S: 220 hi\nC: LHLO me\nS: 250-hi\nS: 250 AUTH PLAIN\nC: AUTH PLAIN " + blob + "\nS: 235 welcome", input: ":auth PLAIN tim\n",
		change: func(o *repl.Options) { o.Target.Protocol = "lmtp" },
	}, {
		name:   "again inside TLS",
		server: said + "C: STARTTLS\nS: 220 go\ntls\nC: EHLO me\nS: 250-hi\nS: 250 AUTH PLAIN\nC: AUTH PLAIN " + blob + "\nS: 235 welcome",
		input:  "EHLO you\nSTARTTLS\n:tls\n:auth PLAIN tim\n",
		change: func(o *repl.Options) { o.Dialer.Security.Insecure = true },
	}, {
		name:   "no known login",
		server: "S: 220 hi", input: ":auth PLAIN tim\n",
		change: func(o *repl.Options) { o.Target.Protocol = "ftp" },
		status: repl.Usage, says: []string{":auth: "},
	}, {
		name:   "no known login for :answer",
		server: "S: 220 hi", input: ":answer tim\n",
		change: func(o *repl.Options) { o.Target.Protocol = "ftp" },
		status: repl.Usage, says: []string{":answer: "},
	}, {
		name:   "a login that was started by hand",
		server: "S: 220 hi\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6", input: "AUTH LOGIN\n:auth PLAIN tim\n",
		status: repl.Usage, says: []string{":auth: a login is already in progress", `hint: :answer continues it; "*" cancels it`},
	}, {
		name:   "a connection that ended",
		server: "S: 220 hi\nC: QUIT\nS: 221 bye\nclose", input: "QUIT\n:auth PLAIN tim\n",
		status: repl.Lost, says: []string{"not sent: the connection is closed"},
	}, {
		name:   "before the greeting",
		server: "half\nS: 220 hi\nclose", input: ":auth PLAIN tim\n",
		change: func(o *repl.Options) { o.NoWait, o.Target.Protocol = true, "smtp" },
		status: repl.Usage, says: []string{":auth: the greeting has not arrived yet (in:1)\n"},
	}})
}

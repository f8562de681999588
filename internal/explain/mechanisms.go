package explain

import (
	"slices"

	"byhand/internal/sasl"
)

// allMechanisms returns the entries of mechanisms, and one for each other mechanism that
// byhand supports.
func allMechanisms() []Entry {
	all := slices.Clone(mechanisms)
	for _, m := range sasl.Mechanisms() {
		if !slices.ContainsFunc(mechanisms, func(e Entry) bool { return e.Name == m.Name }) {
			all = append(all, Entry{Name: m.Name, Text: m.Description, RFC: m.RFC})
		}
	}
	return all
}

const certificate = "ISO/IEC 9798-3: signatures with a key and a certificate, rare"

// mechanisms are the mechanisms of the registry "SASL Mechanisms" (RFC 4422).
var mechanisms = []Entry{
	{Name: "9798-M-DSA-SHA1", Text: certificate + "; client and server authenticate", RFC: "RFC 3163"},
	{Name: "9798-M-ECDSA-SHA1", Text: certificate + "; client and server authenticate", RFC: "RFC 3163"},
	{Name: "9798-M-RSA-SHA1-ENC", Text: certificate + "; client and server authenticate", RFC: "RFC 3163"},
	{Name: "9798-U-DSA-SHA1", Text: certificate + "; the client authenticates", RFC: "RFC 3163"},
	{Name: "9798-U-ECDSA-SHA1", Text: certificate + "; the client authenticates", RFC: "RFC 3163"},
	{Name: "9798-U-RSA-SHA1-ENC", Text: certificate + "; the client authenticates", RFC: "RFC 3163"},
	{Name: "ANONYMOUS", Text: "no login; the client may send a text for the log", RFC: "RFC 4505"},
	{Name: "CRAM-MD5", Text: "a digest of the server's challenge and the password: the password is not sent, but an eavesdropper can crack it offline", RFC: "RFC 2195"},
	{Name: "DIGEST-MD5", Text: "like CRAM-MD5, with more data in the digest; historic, do not use it", RFC: "RFC 6331"},
	{Name: "EAP-AES128", Text: "EAP, as in network logins", RFC: "RFC 7055"},
	{Name: "EAP-AES128-PLUS", Text: "EAP, bound to the TLS connection", RFC: "RFC 7055"},
	{Name: "ECDH-X25519-CHALLENGE", Text: "the client answers the challenge with a Curve25519 key; from Atheme, for IRC"},
	{Name: "ECDSA-NIST256P-CHALLENGE", Text: "the client answers the challenge with a NIST P-256 key; from Atheme, for IRC"},
	{Name: "EXTERNAL", Text: "the server already knows who you are, from the TLS client certificate or the socket", RFC: "RFC 4422 A"},
	{Name: "GS2-*", Text: "a family: any GSS-API mechanism", RFC: "RFC 5801"},
	{Name: "GS2-KRB5", Text: "Kerberos 5 through GS2", RFC: "RFC 5801"},
	{Name: "GS2-KRB5-PLUS", Text: "Kerberos 5 through GS2, bound to the TLS connection", RFC: "RFC 5801"},
	{Name: "GSS-SPNEGO", Text: "Microsoft: Kerberos or NTLM, whichever both sides support"},
	{Name: "GSSAPI", Text: "Kerberos 5: a ticket instead of a password", RFC: "RFC 4752"},
	{Name: "KERBEROS_V4", Text: "Kerberos 4; obsolete", RFC: "RFC 2222"},
	{Name: "KERBEROS_V5", Text: "Kerberos 5; the usual name is GSSAPI"},
	{Name: "LOGIN", Text: "user name and password, each in base64, in answer to the server's questions: an eavesdropper can read both, so use it only with TLS"},
	{Name: "NMAS-SAMBA-AUTH", Text: "Novell's directory, for Samba"},
	{Name: "NMAS_AUTHEN", Text: "Novell's directory"},
	{Name: "NMAS_LOGIN", Text: "Novell's directory"},
	{Name: "NTLM", Text: "Windows: a challenge and a response made from the password; weak"},
	{Name: "OAUTH10A", Text: "a signed OAuth 1.0a token", RFC: "RFC 7628"},
	{Name: "OAUTHBEARER", Text: "an OAuth 2 access token: an eavesdropper can use it too, so use it only with TLS", RFC: "RFC 7628"},
	{Name: "OPENID20", Text: "OpenID 2.0, in a browser", RFC: "RFC 6616"},
	{Name: "OTP", Text: "one-time passwords from a list", RFC: "RFC 2444"},
	{Name: "PLAIN", Text: "NUL, user name, NUL, password, in base64: an eavesdropper can read it, so use it only with TLS", RFC: "RFC 4616"},
	{Name: "SAML20", Text: "SAML 2.0, in a browser", RFC: "RFC 6595"},
	{Name: "SCRAM-*", Text: "a family: the password is not sent, and the server proves that it knows the password too", RFC: "RFC 7677"},
	{Name: "SCRAM-SHA-1", Text: "the password is not sent, and the server proves that it knows the password too; with SHA-1", RFC: "RFC 5802"},
	{Name: "SCRAM-SHA-1-PLUS", Text: "SCRAM-SHA-1 bound to the TLS connection, which prevents a man-in-the-middle", RFC: "RFC 5802"},
	{Name: "SCRAM-SHA-256", Text: "the password is not sent, and the server proves that it knows the password too", RFC: "RFC 7677"},
	{Name: "SCRAM-SHA-256-PLUS", Text: "SCRAM-SHA-256 bound to the TLS connection, which prevents a man-in-the-middle; the strongest in common use", RFC: "RFC 7677"},
	{Name: "SECURID", Text: "the number that a SecurID token shows", RFC: "RFC 2808"},
	{Name: "SKEY", Text: "one-time passwords (S/KEY); obsolete, see OTP", RFC: "RFC 2444"},
	{Name: "SPNEGO", Text: "must never be offered: the name is reserved so that GS2 cannot negotiate twice", RFC: "RFC 5801"},
	{Name: "SPNEGO-PLUS", Text: "must never be offered: the name is reserved so that GS2 cannot negotiate twice", RFC: "RFC 5801"},
	{Name: "SXOVER-PLUS", Text: "a login through another realm, bound to the TLS connection"},
	{Name: "XOAUTH", Text: "Google: OAuth 1; obsolete"},
	{Name: "XOAUTH2", Text: "an OAuth 2 access token in the form that Google and Microsoft use, only with TLS; a refusal is a 334 that must be answered with an empty line"},
}

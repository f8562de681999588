package refusal

import "slices"

// allTables returns the tables in the order in which they are tried.
func allTables() []table { return slices.Concat(providers(), software(), anyServer(), []table{codes}) }

// software returns the tables of what runs on anybody's servers.
func software() []table {
	return slices.Concat(
		[]table{postscreen, iRedMail, policyServices, cPanel, directAdmin, plesk},
		filters,
		[]table{postfix, exim, sendmail, exchange, hMailServer, domino},
		otherServers,
		[]table{spamdyke, courier, qmail},
	)
}

// anyServer returns the tables of what servers of many kinds say, the most specific first.
func anyServer() []table {
	return []table{
		lists,
		wordsOnProtocol,
		wordsOnLogin,
		wordsOnClient,
		wordsOnSender,
		wordsOnContent,
		wordsOnLimits,
		wordsOnRecipient,
		wordsOnRules,
		wordsOnTrouble,
		wordsAtLast,
	}
}

// codes are for replies whose text says nothing: the enhanced codes (RFC 3463, RFC 5248)
// before the reply codes (RFC 5321 4.2.2).
var codes = table{
	rows: []row{
		{"z.7.13", "AUTH", "", AccountSuspended, "", CodeSays},
		{"z.7.139|z.7.9", "AUTH", "", AuthDisabled, "", CodeSays},
		{"535", "AUTH", "", AuthFailed, "", CodeSays},
		{"538|z.7.11|z.7.10", "", "", TLSRequired, "", CodeSays},
		{"534|504", "AUTH", "", AuthUnsupported, "", CodeSays},
		{"530", "MAIL RCPT DATA . VRFY", "", AuthRequired, "", CodeSays},
		{"z.7.20|z.7.21|z.7.22|z.7.23|z.7.24|z.7.26", "", "", Authentication, "", CodeSays},
		{"z.7.25", "", "", ReverseDNS, "", CodeSays},
		{"z.7.27|z.1.8|z.1.7", "MAIL RCPT . DATA", "", SenderDomain, "", CodeSays},
		{"z.7.28", "", "", RateLimit, "", CodeSays},
		{"z.7.2", "RCPT . DATA", "", ContentPolicy, "", CodeSays},
		{"556|521", "GREETING EHLO RCPT", "", NullMX, "", CodeSays},
		{"z.1.1", "", "", NoSuchUser, "", CodeSays},
		{"z.1.6", "", "", MailboxDisabled, "", CodeSays},
		{"z.1.2|z.4.1|z.4.3|z.4.4|z.4.6|z.4.7", "RCPT . DATA", "", Routing, "", CodeSays},
		{"z.2.1", "RCPT . DATA", "", MailboxDisabled, "", CodeSays},
		{"z.2.2", "RCPT . DATA", "", MailboxFull, "", CodeSays},
		{"z.2.3|z.3.4", "MAIL RCPT . DATA", "", MessageSize, "", CodeSays},
		{"z.6.0|z.6.2", ". DATA", "", MessageFormat, "", CodeSays},
		{"z.6.7|z.6.9", "", "", EightBit, "", CodeSays},
		{"z.5.3", "RCPT DATA .", "", TooManyRecipients, "", CodeSays},
		{"4.3.z|451 4.3.z|452 4.3.z", "MAIL RCPT DATA .", "", ServerTrouble, "", CodeSays},
		{"4.4.2|421 4.4.z", "", "", Closing, "", CodeSays},
		{"503", "", "", Sequence, "", CodeSays},
		{"501|555|5.1.3", "", "", Syntax, "", CodeSays},
		{"500|502", "", "", NotImplemented, "", CodeSays},
		{"552", "RCPT", "", MailboxFull, "", CodeSays},
		{"552", "MAIL", "", MessageSize, "", CodeSays},
		{"421 4.7.z", "", "", Unknown, "", CodeSays},
		{"421", "", "", Closing, "", CodeSays},
	},
}

package refusal

import "slices"

// tables are tried in order.
var tables = slices.Concat(providers, software, anyServer, []table{codes})

// software is what runs on anybody's servers.
var software = slices.Concat(
	[]table{postscreen, iRedMail, policyServices, cPanel, directAdmin, plesk},
	filters,
	[]table{postfix, exim, sendmail, exchange, hMailServer, domino},
	otherServers,
	[]table{spamdyke, courier, qmail},
)

// anyServer is what servers of many kinds say, the most specific first.
var anyServer = []table{
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

// codes are for replies whose text says nothing: the enhanced codes (RFC 3463, RFC 5248)
// before the reply codes (RFC 5321 4.2.2).
var codes = table{
	rows: []row{
		{"z.7.139|z.7.13", "", "", AuthDisabled, "", CodeSays},
		{"535 5.7.8|535", "AUTH", "", AuthFailed, "", CodeSays},
		{"538|z.7.11|z.7.10", "", "", TLSRequired, "", CodeSays},
		{"534 5.7.9|504 5.7.4|504", "AUTH", "", AuthUnsupported, "", CodeSays},
		{"530 5.7.0", "", "", AuthRequired, "", CodeSays},
		{"z.1.1", "", "", NoSuchUser, "", CodeSays},
		{"452 z.5.3|z.5.3", "RCPT", "", TooManyRecipients, "", CodeSays},
		{"503", "", "", Sequence, "", CodeSays},
		{"501|555", "", "", Syntax, "", CodeSays},
		{"500|502", "", "", NotImplemented, "", CodeSays},
		{"421", "", "", Closing, "", CodeSays},
	},
}

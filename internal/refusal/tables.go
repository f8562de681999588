package refusal

import "slices"

// tables are tried in order.
var tables = slices.Concat(providers, software, anyServer, []table{codes})

// software is what runs on anybody's servers.
var software = []table{
	postfix,
}

// anyServer is what servers of many kinds say, the most specific first.
var anyServer = []table{
	wordsOnProtocol,
	wordsOnLogin,
	wordsOnClient,
	wordsOnContent,
	wordsOnLimits,
	wordsOnSender,
	wordsOnRecipient,
	wordsOnRules,
	wordsOnTrouble,
	wordsAtLast,
}

package refusal

import "slices"

// tables are tried in order: providers, server software, words of any server, codes.
var tables = slices.Concat(providers, []table{
	postfix,
	words,
	codes,
})

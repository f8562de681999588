package refusal

// tables are tried in order: providers, server software, words of any server, codes.
var tables = []table{
	gmail,
	postfix,
	words,
	codes,
}

package refusal

import "slices"

// tables are tried in order.
var tables = slices.Concat(providers, software, anyServer, []table{codes})

// software is what runs on anybody's servers.
var software = []table{
	postfix,
}

// anyServer is what servers of many kinds say.
var anyServer = []table{
	words,
}

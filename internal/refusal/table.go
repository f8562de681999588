package refusal

// table is what is known of the refusals of one provider or server software.
type table struct {
	name    string // "Gmail"; "": the words of any server
	source  string // the address of the public page that documents them
	checked string // when the page was read: "2026-12-01"
	marks   string // text that only this provider sends, as in row.says; "": the rows themselves are characteristic
	hosts   string // domains of the provider's servers, separated by spaces
	rows    []row
}

// row explains refusals to which all its conditions apply.
type row struct {
	codes string // "550", "5.7.26", "550 5.7.26"; "5yz" and "5.7.z" match any digits; alternatives separated by |; "": any
	verbs string // the commands that it answers, separated by spaces; "": any
	says  string // what is in the text, in the language of pattern.go; "": any
	cause Cause
	words string // what this provider means, for the user; "": the cause says it
	retry Retry  // when the code does not say it
}

// Retry says whether the same command can succeed later.
type Retry int

// The values of Retry.
const (
	CodeSays Retry = iota // the first digit says it: 4yz can, 5yz cannot
	Can
	Cannot
	Unclear // the reply has no code, and its text does not say
)

// compiledTable is a table that is ready to be searched.
type compiledTable struct {
	*table
	marks pattern
	hosts []string
	rows  []compiledRow
}

type compiledRow struct {
	*row
	codes []codePattern
	verbs []string
	says  pattern
}

package refusal

var postfix = table{
	name: "Postfix", source: "https://www.postfix.org/postconf.5.html", checked: "2026-12-01",
	rows: []row{
		{"", "", "helo command rejected:", Helo, "", CodeSays},
		{"", "", "client host rejected: cannot find your reverse hostname|client host rejected: cannot find your hostname", ReverseDNS, "", CodeSays},
	},
}

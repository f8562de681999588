package refusal

// codes are for replies whose text says nothing: the enhanced codes (RFC 3463, RFC 5248)
// before the reply codes (RFC 5321 4.2.2).
var codes = table{
	rows: []row{
		{"5.1.1", "", "", NoSuchUser, "", ByCode},
		{"535", "AUTH", "", AuthFailed, "", ByCode},
	},
}

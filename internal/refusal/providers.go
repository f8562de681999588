package refusal

// providers are the tables of mail providers, sending services and filters. Where two
// recognise the same reply, the first wins.
var providers = []table{
	gmail,
}

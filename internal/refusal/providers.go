package refusal

// providers are the tables of mail providers, sending services and filters. Where two
// recognise the same reply, the first with a fitting row wins.
var providers = []table{
	gmail, outlookCom, exchangeOnline, yahoo, iCloud,
	gmx, webDe, mailCom, ionos, unknownBrand,
	orange, laPoste, free, sfr, ovh,
	comcast, spectrum, cox, att, centuryLink, earthlink,
	goDaddy, rackspace, titan, hostinger, namecheap, bluehost,
	yandex, mailRu, rambler, qqMail, netEase, aliyun,
}

package refusal

// providers returns the tables of mail providers, sending services and filters. Where two
// recognise the same reply, the first with a fitting row wins.
func providers() []table {
	return []table{
		workspace, gmail, outlookCom, exchangeOnline, exchangeOnlineCodes, yahoo, iCloud,
		mailCom, webDe, ionos, gmx, unknownBrand, tOnline, mailboxOrg, posteo,
		orange, laPoste, free, sfr, ovh, lws,
		comcast, spectrum, cox, att, centuryLink, earthlink,
		goDaddy, rackspace, titan, hostinger, namecheap, bluehost, infomaniak, mxRoute,
		yandex, mailRu, rambler, iUA, facebook, qqMail, netEase, aliyun, aliyunMail, naver, daum, docomo,
		zoho, fastmail, proton, seznam, libero, tiscali, uol, terra, bt, virgin, telstra,
		sendGrid, amazonSES, mailgun, postmark, sparkPost, mandrill, brevo, mailjet, smtp2go,
		elasticEmail, mailtrap, resend, mailerSend, zeptoMail,
		mimecast, messageLabs, barracuda, cisco, trendMicro, sophos, spamExperts, hornetsecurity,
		forcepoint, trellix, trustwave, vade, zeroSpam, cloudflare, improvMX, forwardEmail,
		proofpoint, cloudmark, abusix,
	}
}

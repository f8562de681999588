package refusal

import (
	"strings"
	"testing"
)

// TestProviders checks one reply of each kind of provider: the cause and the name.
func TestProviders(t *testing.T) {
	for _, test := range []struct {
		reply, verb string
		cause       Cause
		provider    string
	}{
		{"550-5.7.1 [192.0.2.1      12] Our system has detected that this message is\n550 5.7.1 likely unsolicited mail. x - gsmtp", ".", SpamContent, "Gmail"},
		{"550 5.7.1 This message violates example.com email policy. - gcdp x - gsmtp", ".", ContentPolicy, "Google Workspace"},
		{"535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. [X.prod.outlook.com]", "AUTH", AuthFailed, "Exchange Online"},
		{"550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [X.eop.prod.protection.outlook.com]", "RCPT", NoSuchUser, "Exchange Online"},
		{"550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list (S3140).", "MAIL", Reputation, "Outlook.com"},
		{"553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.", "MAIL", Reputation, "Yahoo"},
		{"554 5.7.1 [HM07] Message rejected due to local policy.", ".", ContentPolicy, "iCloud"},
		{"554-web.de (mxweb012) Nemesis ESMTP Service not available\n554-No SMTP service\n554 Bad DNS PTR resource record.", "GREETING", ReverseDNS, "web.de"},
		{"554-mail.com (mxgmxus002) Nemesis ESMTP Service not available\n554-No SMTP service\n554 Bad DNS PTR resource record.", "GREETING", ReverseDNS, "mail.com"},
		{"421 mwinf5c20 ME Trop de connexions, veuillez verifier votre configuration. OFR005_104 [104]", "GREETING", ConnectionLimit, "Orange"},
		{"550 5.5.0 SPF: example.com is not allowed to send mail. LPN004_401", ".", Authentication, "La Poste"},
		{"554 resimta-po-01v.sys.comcast.net comcast 192.0.2.1 Comcast block for spam. #BL000000", "GREETING", Reputation, "Comcast"},
		{"554 mx.example.net 192.0.2.1 blocked. AUP#In-1220", "GREETING", BlockList, "Spectrum"},
		{"550 5.1.0 <b-1a-1422-x@example.com> sender rejected. Please see https://www.spectrum.net/support/ AUP#In-1310", "MAIL", ConnectionLimit, "Spectrum"},
		{"554 cox 192.0.2.1 rejected - no rDNS. AUP#CXDNS", "GREETING", ReverseDNS, "Cox"},
		{"553 5.3.0 flpd575 DNSBL:RBL 521< 192.0.2.1 >_is_blocked. For assistance forward this email to abuse_rbl@abuse-att.net", "MAIL", Reputation, "AT&T"},
		{"554 192.0.2.1 has been blocked for the day. IB111", "GREETING", Reputation, "GoDaddy"},
		{"550 5.7.1 Email rejected per DMARC policy for example.com (G15)", ".", Authentication, "Rackspace"},
		{"554 5.7.1 [2] Message rejected under suspicion of SPAM; https://ya.cc/1abc", ".", SpamContent, "Yandex"},
		{"535 5.7.0 NEOBHODIM parol prilozheniya / Application password is REQUIRED", "AUTH", AuthDisabled, "Mail.ru"},
		{"550 Domain frequency limited. https://service.mail.qq.com/detail/122/173", "MAIL", RateLimit, "QQ Mail"},
		{"554 DT:SPM 163 smtp3,abc 1700000000 see http://mail.163.com/help/help_spam_16.htm", ".", SpamContent, "NetEase 163"},
		{"550 5.4.6 Unusual sending activity detected.", ".", AccountSuspended, "Zoho"},
		{"554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.) (BL)", "GREETING", Reputation, "T-Online"},
		{"451 Authentication failed: Maximum credits exceeded", "AUTH", AccountSuspended, "SendGrid"},
		{"554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.com", ".", SenderNotAllowed, "Amazon SES"},
		{"550 5.7.1 Unconfigured Sending Domain <mail.example.com>", ".", SenderNotAllowed, "SparkPost"},
		{"502 5.7.0 Please authenticate first", "MAIL", AuthRequired, "Brevo"},
		{"550 Rejected by header based Anti-Spoofing policy: a@example.com - https://community.mimecast.com/docs/DOC-1369#550", ".", ContentPolicy, "Mimecast"},
		{"554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1", "GREETING", Reputation, "Proofpoint"},
		{"421 #4.4.5 Too many connections from your host.", "GREETING", ConnectionLimit, "Cisco IronPort"},
		{"554 rejecting banned content", ".", ContentPolicy, "Barracuda"},
		{"550 5.7.26 <a@example.com>: ETP205 DMARC Failure for domain", ".", Authentication, "Trellix"},
		{"554-mx1.example.iphmx.com\n554 Your access to this mail server has been rejected due to the sending MTA's poor reputation.", "GREETING", Reputation, "Cisco IronPort"},
		{"550 5.7.1 L-RATE01: trop de messages envoyes depuis cette adresse", "MAIL", RateLimit, "LWS"},
		{"554 Reject by content spam at Data State", ".", SpamContent, "Aliyun Mail"},
		{"551 5.7.1 Domain not found (#id-5.9.2)", "RCPT", RelayDenied, "ImprovMX"},
	} {
		r := Parse(test.reply)
		r.Verb = test.verb
		if e := Explain(r); e.Cause != test.cause || e.Provider != test.provider || !strings.HasPrefix(e.Source, "https://") && e.Provider != "AT&T" {
			t.Errorf("%q: %s by %q (%s), want %s by %q", test.reply, e.Cause, e.Provider, e.Source, test.cause, test.provider)
		}
	}
}

// TestClientsOfProviders checks that a reply which only names a client at a provider is not
// taken for the provider's own.
func TestClientsOfProviders(t *testing.T) {
	for _, client := range []string{
		"mail-lf1-f41.google.com", "mail-db5eur03on2061.outbound.protection.outlook.com", "sonic311-22.consmr.mail.ne1.yahoo.com", "mout.gmx.net",
		"mout.web.de", "mout.kundenserver.de", "smtp-15.smtpout.orange.fr", "smtp3-g21.free.fr", "resqmta-a1p.sys.comcast.net", "smtpbg.qq.com",
		"o1.ptr1234.sendgrid.net", "a1-2.smtp-out.eu-west-1.amazonses.com", "m42-5.mailgun.net", "us-smtp-delivery-1.mimecast.com", "mail.messagelabs.com",
		"mx0a-00000000.pphosted.com", "forward500a.mail.yandex.net", "smtp33.i.mail.ru", "p3plsmtpa01-01.prod.phx3.secureserver.net", "sender4.zoho.com",
	} {
		r := Parse("550 5.7.1 <" + client + "[192.0.2.1]>: Client host rejected: Access denied; from <x@y.example>")
		r.Verb = "RCPT"
		for _, table := range providers() {
			if e := Explain(r); e.Provider == table.name {
				t.Errorf("%s: %+v", client, e)
			}
		}
	}
}

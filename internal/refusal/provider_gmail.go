package refusal

var gmail = table{
	name: "Gmail", source: "https://support.google.com/a/answer/3726730", checked: "2026-12-01",
	marks: " gsmtp |support.google.com/mail|support.google.com/a/",
	hosts: "google.com gmail.com googlemail.com",
	rows: []row{
		{"534 5.7.9", "", "", AuthDisabled, "Google wants an app password here, not the account's password", CodeSays},
		{"5.7.26|4.7.26|4.7.27|5.7.27", "", "", Authentication, "Google requires SPF or DKIM for the sender's domain, and DMARC from bulk senders", CodeSays},
	},
}

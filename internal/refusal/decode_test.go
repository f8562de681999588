package refusal

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		text, charset string
		in            encoding.Encoding
	}{
		{"550 用户不存在", "GBK", simplifiedchinese.GBK},
		{"554 您的邮件被判定为垃圾邮件,拒绝接收", "GBK", simplifiedchinese.GBK},
		{"550 您的IP地址信誉过低, 请联系管理员", "GBK", simplifiedchinese.GBK},
		{"550 查無此使用者，信件無法投遞", "Big5", traditionalchinese.Big5},
		{"552 收件人信箱已滿", "Big5", traditionalchinese.Big5},
		{"550 ユーザが見つかりません", "Shift_JIS", japanese.ShiftJIS},
		{"552 メールボックスがいっぱいです", "Shift_JIS", japanese.ShiftJIS},
		{"550 Пользователь не найден", "Windows-1251", charmap.Windows1251},
		{"552 почтовый ящик переполнен", "KOI8-R", charmap.KOI8R},
		{"550 Empfänger unbekannt: ungültige Adresse", "Windows-1252", charmap.Windows1252},
		{"552 La boîte du destinataire est pleine (dépassé)", "Windows-1252", charmap.Windows1252},
		{"550 El buzón no existe", "Windows-1252", charmap.Windows1252},
	} {
		b, err := test.in.NewEncoder().Bytes([]byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if got, charset := Decode(b); got != test.text || charset != test.charset {
			t.Errorf("%q: %q %q", test.text, got, charset)
		}
	}
	if got, charset := Decode([]byte("550 plain, ü")); got != "550 plain, ü" || charset != "" {
		t.Errorf("%q %q", got, charset)
	}
}

// TestExplainDecodes checks that a reply in another charset is explained by its words.
func TestExplainDecodes(t *testing.T) {
	for _, test := range []struct {
		text string
		in   encoding.Encoding
		want Cause
	}{
		{"550 用户不存在", simplifiedchinese.GBK, NoSuchUser},
		{"552 Das Postfach ist voll, Empfänger benachrichtigt", charmap.Windows1252, MailboxFull},
		{"552 почтовый ящик переполнен", charmap.KOI8R, MailboxFull},
		{"550 ユーザが見つかりません", japanese.ShiftJIS, NoSuchUser},
	} {
		b, err := test.in.NewEncoder().Bytes([]byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		r := Parse(string(b))
		r.Verb = "RCPT"
		if e := Explain(r); e.Cause != test.want {
			t.Errorf("%s: %s, want %s", test.text, e.Cause, test.want)
		}
	}
}

package sasl

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// SESPassword computes the SMTP password of Amazon SES from the secret access key of an
// IAM user. It differs for each region. The user name is the ID of the access key. SES
// does not accept the secret access key itself.
//
//	base64(0x04, HMAC("SendRawEmail", "aws4_request", "ses", region, "11111111" under "AWS4"+secret))
//
// (https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html)
func SESPassword(secret, region string) string {
	key := []byte("AWS4" + secret)
	for _, word := range []string{"11111111", region, "ses", "aws4_request", "SendRawEmail"} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(word))
		key = mac.Sum(nil)
	}
	const version = 0x04
	return base64.StdEncoding.EncodeToString(append([]byte{version}, key...))
}

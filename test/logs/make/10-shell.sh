# Tools of the shell.
auth="--auth-user apikey --auth-password $SECRET"
swaks="swaks --server 127.0.0.1:$port --from ann@example.org --data @mail.eml"
log swaks '' "$swaks --to bob@example.net"
log swaks-tls '' "$swaks --to bob@example.net --tls $auth --auth LOGIN"
log swaks-hide '' "$swaks --to bob@example.net --tls $auth --auth PLAIN --auth-hide-password --suppress-data"
log swaks-refused '' "$swaks --to bob@example.net,nobody@example.net; $swaks --to spam@example.net"
log swaks-login '' "$swaks --to bob@example.net --auth-user apikey --auth-password wrong --auth PLAIN"
log swaks-pipeline '' "$swaks --to bob@example.net,eve@example.net --pipeline"

curl="curl -sS --url smtp://127.0.0.1:$port/me.example.org --mail-from ann@example.org -T mail.eml"
log curl-v '' "$curl -v --mail-rcpt bob@example.net"
log curl-v-tls '' "$curl -v --mail-rcpt bob@example.net -k --ssl-reqd -u apikey:$SECRET"
log curl-v-implicit tls "${curl/smtp:/smtps:} -v -k --mail-rcpt bob@example.net -u apikey:$SECRET"
log curl-v-refused '' "$curl -v --mail-rcpt bob@example.net --mail-rcpt nobody@example.net; $curl -v --mail-rcpt spam@example.net"
log curl-trace '' "$curl --trace - --mail-rcpt bob@example.net"
log curl-trace-ascii '' "$curl --trace-ascii - --trace-time --mail-rcpt bob@example.net"
log curl-trace-ascii-tls '' "$curl --trace-ascii - --mail-rcpt bob@example.net -k --ssl-reqd -u apikey:$SECRET"

# typed LINES: prints the lines with a pause before each, as a user types them.
typed='typed() { sleep 0.3; while IFS= read -r l; do printf "%s${eol-\r\n}" "$l"; sleep 0.12; done; sleep 0.3; };'
session="EHLO me.example.org\nMAIL FROM:<ann@example.org>\nRCPT TO:<bob@example.net>\nRCPT TO:<nobody@example.net>\nDATA\nSubject: Test\n\nHello\n550 is only text\n..hidden\n.\nQUIT\n"
login="EHLO me\nAUTH LOGIN\nYXBpa2V5\nbm90LWEtc2VjcmV0\nMAIL FROM:<ann@example.org>\nRCPT TO:<bob@example.net>\nDATA\nSubject: Test\n\nHello\n.\nQUIT\n"
# screen PROGRAM LINES [GREETING]: types LINES into PROGRAM on a terminal.
screen() { echo "printf '$2' > in; expect $here/typed.exp in '${3-220}' $1 | tr -d '\r'"; }
log telnet '' "$(screen "telnet 127.0.0.1 $port" "$session")"
log telnet-login '' "$(screen "telnet 127.0.0.1 $port" "$login")"
log nc '' "$(screen "nc 127.0.0.1 $port" "$session")"
log nc-crlf '' "$(screen "nc -C -v 127.0.0.1 $port" "$login")"
log openssl '' "$(screen "openssl s_client -connect 127.0.0.1:$port -starttls smtp -crlf -quiet" "$login" "HELP")"
log openssl-long tls "$(screen "openssl s_client -connect 127.0.0.1:$port -crlf" "$(sed "s/RCPT/rcpt/g; s/QUIT/quit/" <<< "$session")")"
log gnutls tls "$(screen "gnutls-cli --insecure --crlf -p $port 127.0.0.1" "$session")"
log gnutls-starttls '' "$(screen "gnutls-cli --insecure --crlf --starttls-proto=smtp -p $port 127.0.0.1" "$login" "TLS")"
log socat-v '' "$typed printf '$session' | typed | socat -v - TCP:127.0.0.1:$port"
log socat-x '' "$typed printf '$session' | typed | socat -v -x - TCP:127.0.0.1:$port 2>&1 >/dev/null"
log strace '' "$typed printf '$session' | eol='\\n' typed | strace -f -e trace=network,read,write -s 400 nc -C 127.0.0.1 $port 2>&1 | grep -A1000 sin_port"
log strace-curl '' "strace -e trace=connect,read,write,sendto,recvfrom -s 200 curl -sS --url smtp://127.0.0.1:$port/me --mail-from ann@example.org --mail-rcpt bob@example.net -T mail.eml 2>&1 >/dev/null | grep -A1000 sin_port"

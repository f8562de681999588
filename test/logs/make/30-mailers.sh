# Mail programs.
cat > msmtprc <<M
account default
host 127.0.0.1
port $port
from ann@example.org
domain me.example.org
M
cat > msmtprc-tls <<M
account default
host 127.0.0.1
port $port
from ann@example.org
domain me.example.org
tls on
tls_certcheck off
auth plain
user apikey
password $SECRET
M
chmod 600 msmtprc*
log msmtp '' "msmtp -C msmtprc --debug bob@example.net nobody@example.net < mail.eml; msmtp -C msmtprc --debug bob@example.net < mail.eml"
log msmtp-tls '' "msmtp -C msmtprc-tls --debug bob@example.net < mail.eml"
log msmtp-login '' "sed -i 's/plain/login/' msmtprc-tls; msmtp -C msmtprc-tls --debug bob@example.net < mail.eml"
mutt() { echo "export HOME=\$PWD; echo body > b; $1 -F /dev/null -d $2 $3 -e 'set copy=no' -e 'set from=ann@example.org' -e 'set smtp_url=smtp://127.0.0.1:$port' -e 'set ssl_starttls=no' -e 'set ssl_force_tls=no' -e 'unset ssl_starttls' -e 'set hostname=me.example.org' -s Test bob@example.net < mail.txt"; }
log mutt '' "$(mutt mutt 2 ""); cat .muttdebug0"
log mutt5 '' "$(mutt mutt 5 ""); cat .muttdebug0"
log neomutt '' "$(mutt neomutt 2 '-l nd'); cat nd0"
log neomutt5 '' "$(mutt neomutt 5 '-l nd'); cat nd0"
log snail '' "printf '.hidden\nHello\n' | s-nail -n -vv -S v15-compat -S smtp-auth=none -S mta=smtp://127.0.0.1:$port -S smtp-auth=none -S smtp-config=-all,ehlo -S hostname=me.example.org -S from=ann@example.org -s Test bob@example.net"
log snail-auth '' "printf '.hidden\nHello\n' | s-nail -n -vv -S v15-compat -S mta=smtp://apikey:$SECRET@127.0.0.1:$port -S smtp-config=login -S tls-verify=ignore -S hostname=me.example.org -S from=ann@example.org -s Test bob@example.net"

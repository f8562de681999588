#!/bin/sh
# byhand wrote this script. It repeats a session with curl:
# 12 of the 12 lines that the client sent. A message counts as one line.
#
# curl reads the login from a pipe. The user name must not have a colon.

# BYHAND_HOST: the server
# BYHAND_PORT: its port
# BYHAND_USER: the user who logs in
# BYHAND_PASSWORD: the password of the login

[ -n "${BYHAND_HOST-}" ] || BYHAND_HOST='mail.example.net'
[ -n "${BYHAND_PORT-}" ] || BYHAND_PORT='587'
[ -n "${BYHAND_USER-}" ] || BYHAND_USER='bob'
[ -n "${BYHAND_PASSWORD-}" ] || { echo 'set BYHAND_PASSWORD: the password of the login' >&2; exit 2; }

case $BYHAND_HOST in *:*) host=[$BYHAND_HOST] ;; *) host=$BYHAND_HOST ;; esac
escape() { printf '%s' "$1" | sed 's/[\"]/\\&/g'; }
login="user = \"$(escape "$BYHAND_USER"):$(escape "$BYHAND_PASSWORD")\""
config() {
    cat <<EOF
url = "smtp://$host:$BYHAND_PORT/client.example.org"
verbose
silent
show-error
globoff
${SSL_CERT_FILE:+cacert = "$SSL_CERT_FILE"}
ssl-reqd
login-options = "AUTH=LOGIN"
$login
EOF
}

crlf() { LC_ALL=C sed "s/\$/$(printf '\r')/"; }
message() {
    :
    crlf <<'END'
From: bob@example.org
To: alice@example.net
Subject: lunch

One o'clock?
END
}

message | curl --config /dev/fd/3 \
    --mail-from '<bob@example.org>' \
    --mail-rcpt '<nobody@example.net>' \
    --mail-rcpt '<alice@example.net>' \
    --mail-rcpt-allowfails \
    --upload-file - 3<<EOF
$(config)
EOF

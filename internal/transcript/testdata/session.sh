#!/bin/sh
# byhand wrote this script. It repeats a session with swaks, which reproduces most of it:
# 12 of the 12 lines that the client sent. A message counts as one line.
#
# swaks takes the password from its environment. No other user sees it there.
# swaks does not check the name in the certificate.

# BYHAND_USER: the user who logs in
# BYHAND_PASSWORD: the password of the login
# BYHAND_HOST: the server
# BYHAND_PORT: its port

[ -n "${BYHAND_USER-}" ] || BYHAND_USER='bob'
[ -n "${BYHAND_PASSWORD-}" ] || { echo 'set BYHAND_PASSWORD: the password of the login' >&2; exit 2; }
[ -n "${BYHAND_HOST-}" ] || BYHAND_HOST='mail.example.net'
[ -n "${BYHAND_PORT-}" ] || BYHAND_PORT='587'

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

# --no-data-fixup sends the bytes as they are, so the final dot is part of them.
{ message; printf .; } |
SWAKS_OPT_auth_password=$BYHAND_PASSWORD swaks \
    --server "$BYHAND_HOST" --port "$BYHAND_PORT" \
    --tls \
    --tls-sni "$BYHAND_HOST" \
    --tls-verify \
    --ehlo 'client.example.org' \
    --auth LOGIN --auth-user "$BYHAND_USER" --auth-hide-password \
    --from 'bob@example.org' \
    --to 'nobody@example.net,alice@example.net' \
    --no-data-fixup --data -

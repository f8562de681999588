#!/bin/sh
# byhand wrote this script. It repeats a session with openssl:
# 12 of the 12 lines that the client sent. A message counts as one line.

# BYHAND_HOST: the server
# BYHAND_PORT: its port
# BYHAND_USER: the user who logs in
# BYHAND_PASSWORD: the password of the login

[ -n "${BYHAND_HOST-}" ] || BYHAND_HOST='mail.example.net'
[ -n "${BYHAND_PORT-}" ] || BYHAND_PORT='587'
[ -n "${BYHAND_USER-}" ] || BYHAND_USER='bob'
[ -n "${BYHAND_PASSWORD-}" ] || { echo 'set BYHAND_PASSWORD: the password of the login' >&2; exit 2; }

# -quiet keeps lines that begin with R or Q from being commands of openssl itself. A
# reply is awaited after each line, without a time limit. Ctrl-C ends the script.
dir=$(mktemp -d) || exit 1
trap 'exec 3>&-; kill $! 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT PIPE TERM
mkfifo "$dir/in" "$dir/out" || exit 1
code= cr=$(printf '\r')

# reply prints the lines up to one that matches a pattern, without control characters.
reply() {
    while IFS= read -r line <&4 || [ -n "$line" ]; do
        line=${line%"$cr"}
        case $line in *[[:cntrl:]]*) line=$(printf %s "$line" | LC_ALL=C tr -d '\000-\037\177') ;; esac
        printf '%s\n' "$line"
        case $line in ${1-$last} | ${2-$also}) code=$line; return ;; esac
    done
    echo 'the server closed the connection' >&2
    exit 1
}
# say sends a line, exact the bytes of a format, secret a line that is not printed.
say() { printf '> %s\n' "$1" >&2; printf '%s\r\n' "$1" >&3; }
exact() { printf '> (a line with unusual bytes)\n' >&2; printf "$1" >&3; }
secret() { printf '> ********\n' >&2; printf '%s\r\n' "$1" >&3; }
b64() { openssl base64 -A; }
last='[0-9][0-9][0-9] *' also='[0-9][0-9][0-9]'

case $BYHAND_HOST in *:*) host=[$BYHAND_HOST] ;; *) host=$BYHAND_HOST ;; esac
case $BYHAND_HOST in *[!0-9.:]*) kind=hostname ;; *) kind=ip ;; esac
openssl s_client -quiet -connect "$host:$BYHAND_PORT" -starttls smtp -name 'client.example.org' -verify_return_error "-verify_$kind" "$BYHAND_HOST" <"$dir/in" >"$dir/out" &
exec 3>"$dir/in" 4<"$dir/out"

say 'EHLO client.example.org'
reply
say 'AUTH LOGIN'
reply
case $code in
334*)
    secret "$(printf %s "$BYHAND_USER" | b64)"
    reply
    ;;
esac
case $code in
334*)
    secret "$(printf %s "$BYHAND_PASSWORD" | b64)"
    reply
    ;;
esac
say 'MAIL FROM:<bob@example.org>'
reply
say 'RCPT TO:<nobody@example.net>'
reply
say 'RCPT TO:<alice@example.net>'
reply
say 'DATA'
reply
crlf() { LC_ALL=C sed "s/\$/$(printf '\r')/"; }
message() {
    :
    crlf <<'END'
From: bob@example.org
To: alice@example.net
Subject: lunch

One o'clock?
.
END
}

case $code in
354*)
    echo '> (the message)' >&2
    message >&3
    reply
    ;;
esac
say 'QUIT'
reply

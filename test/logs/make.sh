#!/bin/bash
# make.sh [NAME...]: makes the logs in data/ with the real tools (Debian 12; see tools.txt). Each log NAME.log has
# a file NAME.sent: what the server received and sent. Secrets are only the practice server's apikey and
# not-a-secret. Traffic stays on 127.0.0.1.
set -u
here=$(cd "$(dirname "$0")" && pwd); data=$here/data; mkdir -p "$data"
tmp=$(mktemp -d); cd "$tmp"
trap 'rm -rf "$tmp"' EXIT
only=" $* "
port=2525
cat > mail.eml <<'M'
From: Ann <ann@example.org>
To: Bob <bob@example.net>
Subject: Test

Hello Bob,

.hidden
250 is only text
> quoted
QUIT

-- 
Ann
M
cp mail.eml mail.txt
export SECRET=not-a-secret

# log NAME SERVERARGS COMMAND: runs COMMAND in bash with its output in NAME.log, and a server on $port.
log() {
  local name=$1 args=$2 command=$3 server
  [ "$only" = "  " ] || [[ $only == *" $name "* ]] || return 0
  python3 "$here/server.py" $port truth $args > ready 2> server.err & server=$!
  until grep -q ready ready 2>/dev/null; do sleep 0.1; done
  timeout 40 bash -c "port=$port; $command" > out 2>&1 < /dev/null
  sed "s|$tmp|/tmp/logs|g; s|$HOME|/home/ann|g" out > "$data/$name.log"
  kill $server; wait $server 2>/dev/null
  mv truth "$data/$name.sent"
  rm -rf truth* ready out r pf
}

for part in "$here"/make/*.sh; do . "$part"; done

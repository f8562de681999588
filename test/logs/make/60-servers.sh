# Postfix as a client, with a log of its own. Nothing outside the folder is changed.
postfix() { # SETTINGS...: sends a message through a Postfix and prints its log
  echo "chmod 755 . && mkdir -p pf/spool pf/data && sed -E 's/^(smtp +inet .*|submission .*|smtps .*)$//; s/^([a-z]+ +(unix|inet|pass) +[^ ]+ +[^ ]+) +[y-]/\\1 n/' /etc/postfix/master.cf > pf/master.cf
echo '127.0.0.1:2526 inet n - n - - smtpd' >> pf/master.cf; grep -q ^postlog pf/master.cf || echo 'postlog unix-dgram n - n - 1 postlogd' >> pf/master.cf
printf '%s\n' compatibility_level=3.6 queue_directory=\$PWD/pf/spool data_directory=\$PWD/pf/data maillog_file=\$PWD/pf/log maillog_file_prefixes=/tmp inet_interfaces=127.0.0.1 relayhost=[127.0.0.1]:$port mynetworks=127.0.0.0/8 myhostname=relay.example.org debug_peer_level=2 alias_maps= local_transport=smtp:[127.0.0.1]:$port mydestination= $1 > pf/main.cf
chown postfix pf/data; postfix -c \$PWD/pf start; $2; sleep 4; postfix -c \$PWD/pf stop; sed 's/\\[fe80[^]]*\\]//' pf/log"
}
send="swaks --server 127.0.0.1:2526 --from ann@example.org --to bob@example.net --data @mail.eml > swaks.log"
log postfix-smtp '' "$(postfix "debug_peer_list=127.0.0.1 smtpd_peername_lookup=no" "$send") | grep -E 'postfix/smtp\\['"
log postfix-smtp-tls '' "$(postfix "debug_peer_list=127.0.0.1 smtp_tls_security_level=may smtp_tls_loglevel=1" "$send") | grep -E 'postfix/smtp\\['"
# tcpflow, tshark, ngrep and tcpdump watch the loopback.
watched='swaks --server 127.0.0.1:$port --from ann@example.org --to bob@example.net,nobody@example.net --data @mail.eml > swaks.log'
log tcpflow '' "timeout 6 tcpflow -c -i lo port $port & sleep 3; $watched; wait"
log tcpdump '' "timeout 6 tcpdump -A -n -i lo port $port & sleep 3; $watched; wait"
log ngrep '' "timeout 6 ngrep -W byline -d lo '' port $port & sleep 3; $watched; wait"
log ngrep-plain '' "timeout 6 ngrep -d lo '' port $port & sleep 3; $watched; wait"
capture="timeout 6 tcpdump -q -w cap -i lo port $port 2>/dev/null & sleep 3; $watched; wait"
log tshark-follow '' "$capture; tshark -q -r cap -z follow,tcp,ascii,0"
log tshark '' "$capture; tshark -r cap -d tcp.port==$port,smtp -Y smtp"

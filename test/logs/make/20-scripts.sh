# Libraries of scripting languages.
cat > send.py <<'P'
import smtplib, ssl, sys
level, mode, to = int(sys.argv[1]), sys.argv[2], sys.argv[3].split(",")
s = smtplib.SMTP(local_hostname="me.example.org"); s._host = "127.0.0.1"
s.set_debuglevel(level)
s.connect("127.0.0.1", 2525)
if mode != "plain":
    s.starttls(context=ssl._create_unverified_context())
    s.login("apikey", "not-a-secret" if mode == "tls" else "wrong")
s.sendmail("ann@example.org", to, open("mail.eml").read())
s.quit()
P
log smtplib1 '' "python3 send.py 1 plain bob@example.net,nobody@example.net"
log smtplib2 '' "python3 send.py 2 plain bob@example.net"
log smtplib1-tls '' "python3 send.py 1 tls bob@example.net"
log smtplib1-refused '' "python3 send.py 1 badlogin bob@example.net; python3 send.py 1 plain spam@example.net"
cat > send.pl <<'P'
use Net::SMTP;
my ($mode, @to) = @ARGV;
my $s = Net::SMTP->new("127.0.0.1", Port => 2525, Hello => "me.example.org", Debug => 1) or die;
if ($mode eq "tls") { $s->starttls(SSL_verify_mode => 0); $s->auth("apikey", "not-a-secret"); }
$s->mail('ann@example.org'); $s->recipient(@to, { SkipBad => 1 });
open F, "mail.eml"; $s->data(<F>); $s->quit;
P
log perl '' "perl send.pl plain bob@example.net nobody@example.net"
log perl-tls '' "perl send.pl tls bob@example.net"
log perl-spam '' "perl send.pl plain spam@example.net; perl send.pl plain bob@example.net"
cat > send.rb <<'P'
require "net/smtp"
mode, *to = ARGV
s = Net::SMTP.new("127.0.0.1", 2525)
s.set_debug_output $stderr
if mode == "tls"
  c = Net::SMTP.default_ssl_context; c.verify_mode = OpenSSL::SSL::VERIFY_NONE
  s.enable_starttls(c)
  s.start("me.example.org", "apikey", "not-a-secret", :login) { |x| x.send_message File.read("mail.eml"), "ann@example.org", *to }
else
  s.disable_starttls rescue nil
  s.start("me.example.org") { |x| x.send_message File.read("mail.eml"), "ann@example.org", *to }
end
P
log ruby '' "ruby send.rb plain bob@example.net"
log ruby-tls '' "ruby send.rb tls bob@example.net"
log ruby-refused '' "ruby send.rb plain nobody@example.net"
# git send-email
git="git init -q r; cd r; git config user.name Ann; git config user.email ann@example.org; echo a > a; git add a; git commit -qm 'add a'; git config sendemail.smtpsslcertpath ''; git format-patch -1 -q --root; git send-email --smtp-debug=1 --smtp-server=127.0.0.1 --smtp-server-port=$port --smtp-domain=me.example.org --to=bob@example.net --confirm=never"
log git '' "$git 0001*"
log git-tls '' "$git --smtp-encryption=tls --smtp-user=apikey --smtp-pass=$SECRET 0001*"
cat > send.php <<'P'
<?php
require "/usr/share/php/libphp-phpmailer/autoload.php";
list(, $level, $mode, $to) = $argv;
$m = new PHPMailer\PHPMailer\PHPMailer(false);
$m->isSMTP(); $m->Host = "127.0.0.1"; $m->Port = 2525; $m->SMTPDebug = (int)$level; $m->Hostname = "me.example.org";
if ($mode == "html") { $m->Debugoutput = "html"; $mode = "tls"; } elseif ($mode == "echo") { $m->Debugoutput = "echo"; $mode = "tls"; } elseif ($mode == "error_log") { $m->Debugoutput = "error_log"; $mode = "tls"; }
if ($mode != "plain") { $m->SMTPSecure = "tls"; $m->SMTPOptions = ["ssl" => ["verify_peer" => false, "verify_peer_name" => false]];
  $m->SMTPAuth = true; $m->AuthType = "LOGIN"; $m->Username = "apikey"; $m->Password = $mode == "tls" ? "not-a-secret" : "wrong"; }
else { $m->SMTPAutoTLS = false; }
$m->setFrom("ann@example.org", "Ann"); foreach (explode(",", $to) as $a) $m->addAddress($a);
$m->Subject = "Test"; $m->Body = "Hello Bob,\n\n.hidden\n250 is only text\n\nAnn\n";
if (!$m->send()) echo "Mailer Error: " . $m->ErrorInfo . "\n";
P
for l in 1 2 3 4; do log phpmailer$l '' "php send.php $l tls bob@example.net"; done
log phpmailer-html '' "php send.php 2 html bob@example.net"
log phpmailer-error-log '' "php send.php 3 error_log bob@example.net"
log phpmailer-refused '' "php send.php 2 plain bob@example.net,nobody@example.net; php send.php 2 wrong bob@example.net; php send.php 2 plain spam@example.net"
cat > swift.php <<'P'
<?php
require "/usr/share/php/Swift/autoload.php";
require_once "/usr/share/php/Swift/swift_required.php";
$t = (new Swift_SmtpTransport("127.0.0.1", 2525, "tls"))->setUsername("apikey")->setPassword("not-a-secret")->setStreamOptions(["ssl" => ["verify_peer" => false, "verify_peer_name" => false]]);
$t->setLocalDomain("me.example.org");
$m = new Swift_Mailer($t);
if ($argv[1] == "echo") { $m->registerPlugin(new Swift_Plugins_LoggerPlugin(new Swift_Plugins_Loggers_EchoLogger($argv[2] == "html"))); }
$x = (new Swift_Message("Test"))->setFrom("ann@example.org")->setTo(explode(",", $argv[3]))->setBody("Hello\n\n.hidden\n");
try { echo $m->send($x, $failed), "\n"; } catch (Exception $e) { echo get_class($e), ": ", $e->getMessage(), "\n"; }
P
log swift '' "php swift.php echo text bob@example.net,nobody@example.net"
log swift-html '' "php swift.php echo html bob@example.net"
cat > symfony.php <<'P'
<?php
require "/usr/share/php/Symfony/Component/Mailer/autoload.php";
use Symfony\Component\Mailer\Transport\Smtp\EsmtpTransport; use Symfony\Component\Mime\Email;
$t = new EsmtpTransport("127.0.0.1", 2525, false); $t->setLocalDomain("me.example.org"); $t->setUsername("apikey"); $t->setPassword("not-a-secret");
$t->getStream()->setStreamOptions(["ssl" => ["verify_peer" => false, "verify_peer_name" => false]]);
try { $s = $t->send((new Email())->from("ann@example.org")->to(...explode(",", $argv[1]))->subject("Test")->text("Hello\n\n.hidden\n")); echo $s->getDebug(); }
catch (Exception $e) { echo $e->getMessage(), "\n", $e->getDebug(); }
P
log symfony '' "php symfony.php bob@example.net"
log symfony-refused '' "php symfony.php nobody@example.net"
cat > pear.php <<'P'
<?php
require "Mail.php";
$m = Mail::factory("smtp", ["host" => "127.0.0.1", "port" => 2525, "localhost" => "me.example.org", "debug" => true, "auth" => $argv[1] == "auth" ? "LOGIN" : false, "username" => "apikey", "password" => "not-a-secret",
  "socket_options" => ["ssl" => ["verify_peer" => false, "verify_peer_name" => false]]]);
$r = $m->send($argv[2], ["From" => "ann@example.org", "To" => $argv[2], "Subject" => "Test"], "Hello\n\n.hidden\n");
if (PEAR::isError($r)) echo $r->getMessage(), "\n";
P
log pear '' "php pear.php plain bob@example.net"
log pear-auth '' "php pear.php auth bob@example.net"

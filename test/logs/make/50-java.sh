# JavaMail and Jakarta Mail.
cat > Send.java <<'J'
import java.util.Properties; import PKG.*; import PKG.internet.*;
public class Send { public static void main(String[] a) throws Exception {
  Properties p = new Properties(); p.put("mail.debug", "true"); p.put("mail.smtp.host", "127.0.0.1"); p.put("mail.smtp.port", "2525"); p.put("mail.smtp.localhost", "me.example.org");
  if (a[0].equals("auth")) { p.put("mail.smtp.auth", "true"); p.put("mail.smtp.starttls.enable", "true"); p.put("mail.smtp.ssl.trust", "*"); p.put("mail.smtp.ssl.checkserveridentity", "false"); p.put("mail.debug.auth", a[1]); }
  Session s = Session.getInstance(p); MimeMessage m = new MimeMessage(s); m.setFrom("ann@example.org"); m.setSubject("Test"); m.setText("Hello Bob,\n\n.hidden\n250 is only text\n");
  m.setRecipients(Message.RecipientType.TO, a[2]); Transport t = s.getTransport("smtp"); t.connect("127.0.0.1", 2525, a[0].equals("auth") ? "apikey" : null, a[0].equals("auth") ? "not-a-secret" : null); try { t.sendMessage(m, m.getAllRecipients()); } finally { t.close(); } } }
J
for v in javax jakarta; do
  cp="/usr/share/java/$v.mail.jar:/usr/share/java/$v.activation.jar:/usr/share/java/${v}-mail.jar:/usr/share/java/${v}-activation.jar"
  j="sed s/PKG/$v.mail/g Send.java > $v.java; mkdir -p $v; cp $v.java $v/Send.java; java -cp $cp $v/Send.java"
  log $v-mail '' "$j plain false bob@example.net"
  log $v-mail-auth '' "$j auth false bob@example.net"
  log $v-mail-debug-auth '' "$j auth true bob@example.net"
  log $v-mail-refused '' "$j plain false nobody@example.net"
done

# Libraries for Node; NODE_PATH has them.
cat > nm.js <<'J'
const nodemailer = require("nodemailer");
const [mode, ...to] = process.argv.slice(2);
const auth = mode == "plain" ? {} : { auth: { user: "apikey", pass: mode == "bad" ? "wrong" : "not-a-secret" } };
let logger = true;
if (mode == "bunyan") logger = require("bunyan").createLogger({ name: "mailer", level: "trace" });
if (mode == "pino") logger = require("pino")({ level: "trace" });
if (mode == "pino") { const p = logger; logger = {}; for (const l of ["trace", "debug", "info", "warn", "error", "fatal"]) logger[l] = (o, m, ...a) => p[l](o, m, ...a); }
const t = nodemailer.createTransport({ host: "127.0.0.1", port: 2525, name: "me.example.org", ignoreTLS: mode == "plain", tls: { rejectUnauthorized: false }, ...auth, logger, debug: true });
t.sendMail({ from: "ann@example.org", to, subject: "Test", text: "Hello Bob,\n\n.hidden\n250 is only text\n" }, (e, i) => { if (e) console.log(e); else console.log(i); t.close(); });
J
for m in plain login bunyan pino; do log nodemailer-$m '' "node nm.js $m bob@example.net"; done
log nodemailer-bad '' "node nm.js bad bob@example.net"
log nodemailer-refused '' "node nm.js plain bob@example.net nobody@example.net; node nm.js plain spam@example.net"
cat > ej.mjs <<'J'
import { createRequire } from "module"; const require = createRequire(process.env.NODE_PATH + "/x.js");
const { SMTPClient } = await import(require.resolve("emailjs"));
const c = new SMTPClient({ host: "127.0.0.1", port: 2525, domain: "me.example.org", logger: undefined }); c.smtp.debug(1);
c.send({ from: "ann@example.org", to: "bob@example.net", subject: "Test", text: "Hello\n\n.hidden\n" }, (e, m) => { console.log(e ? e.message : "sent"); });
J
log emailjs '' "timeout 8 node ej.mjs"
log smtp-client '' "timeout 8 node -e 'const {SMTPClient}=require(\"smtp-client\"); const s=new SMTPClient({host:\"127.0.0.1\",port:2525}); const w=s.write; s.on(\"line\",l=>console.log(\"S: \"+l)); s.on(\"reply\",l=>console.log(l)); s.on(\"command\",l=>console.log(\"C: \"+l)); (async()=>{await s.connect();await s.greet({hostname:\"me\"});await s.mail({from:\"ann@example.org\"});await s.rcpt({to:\"bob@example.net\"});await s.data(\"Subject: x\\\\n\\\\nHi\\\\n\");await s.quit();})()'"

package refusal

import "byhand/internal/match"

// classes are words of one meaning, in several languages, for use in patterns.
var classes = match.Classes{
	"box": "mailbox|inbox|mail box|mail-box|maildir| box |storage|mail store|postfach|mailkonto|boite|messagerie|buzon|casilla|bandeja|" +
		"caixa postal|caixa de|casella|ящик|邮箱|信箱|メールボックス|受信箱|skrzynk|postvak|mailfach|posta kutusu",
	"full": " full|over quota|overquota|over its quota|over their quota|over his quota|no space|no room|out of space|storage limit|size limit|space limit|quota|overflow|" +
		" voll|überfüllt|ueberfuellt|kontingent|speicherplatz| plein|saturé|dépassé| lleno| llena|excedid|cheia|cheio|lotad|sem espaço| piena| pieno|esaurit|" +
		"переполн|已满|空间不足|容量|超出|満杯|一杯|いっぱい|超過|pełna|przepełn| vol |dolu",
	"user": "user|recipient|mailbox|account|addressee|address|person|people|alias|employee|member of staff|customer|subscriber",
	"utilisateur": "benutzer|empfänger|empfaenger|postfach|adressat|adresse|teilnehmer|konto|destinataire|utilisateur|boîte|compte|destinatario|usuario|" +
		"usuário|buzón|cuenta|conta|caixa|direcci|endereço|destinatário|utente|casella|indirizzo|account|пользовател|получател|адрес|ящик|" +
		"用户|收件人|邮箱|地址|帐号|账号|使用者|ユーザ|宛先|受信者|メールアドレス|アドレス|użytkownik|odbiorc|osob|gebruiker|geadresseerde",
	"inconnu": "unbekannt|existiert nicht|gibt es nicht|nicht gefunden|nicht vorhanden|nicht bekannt|kein solche|keine solche|ungültig|" +
		"n'existe pas|n existe pas|inexistant|inconnu|introuvable|invalide|no existe|inexistente|desconocid|no encontrad|não existe|nao existe|não encontrad|desconhecid|inválid|" +
		"non esiste|sconosciut|non trovat|не существует|не найден|неизвест|нет такого|не зарегистрирован|" +
		"不存在|未找到|无此|查无|没有|存在しません|見つかりません|不明|ありません|nie istnieje|nie ma|nieznan|bestaat niet|onbekend|bulunamad",
	"blocked": "blocked|block list|blocklist|blacklist|black list|black-list|blackhole|denylist|deny list|banned|barred|refused|rejected|not welcome|unwelcome|shunned|filtered|firewalled|not accepted|do not accept|don't accept|no longer accept|denied|not trusted|distrust",
	"gesperrt": "gesperrt|blockiert|abgelehnt|abgewiesen|geblockt|bloqué|bloque|refusé|rejeté|interdit|bloquead|rechazad|bloccat|rifiutat|respint|заблокир|отклон|запрещ|блокиров|черн|" +
		"拒收|拒绝|屏蔽|封禁|黑名单|拒否|ブロック|规则|zablokowan|odrzucon|geblokkeerd|geweigerd",
	"spam":   "spam|junk|unsolicited|phish| ube | uce |scam|bulk mail|bulk-mail|mass mail|unwanted mail|werbung|unerwünscht|pourriel|indésirable|correo no deseado|basura|lixo|indesiderat|спам|垃圾|迷惑メール|スパム",
	"client": " ip |your ip|ip address|ip-address|your server|your host|your mail server|your network|your mta|client host|this host|connecting host|sending host|sending server|your address|your subnet|your range|your provider|your isp|your country|ip-adresse|adresse ip|dirección ip|direccion ip|endereço ip|indirizzo ip|ip-адрес|ip адрес|ваш сервер|вашего сервера|ihr server|ihre ip|ihres servers|votre serveur|votre ip|su servidor|seu servidor|seu ip|il vostro server|您的服务器|您的ip|ip地址|ipアドレス|サーバ|hostname| asn | netblock",
	"virus":  "virus|malware|trojan|worm |infected|infecté|infectad|infett|вирус|病毒|ウイルス|ウィルス|schadsoftware|schadcode|maliciel|malicious code|malicious file|malicious attachment|ransomware|eicar",
	"attach": "attachment|attached file|file type|filetype|file extension|file name|filename|executable| exe |.exe|.zip|.iso|.vbs|macro|archive|anhang|anhänge|dateianh|dateityp|pièce jointe|pieces jointes|pièces jointes|adjunto|archivo|anexo|allegat|вложени|附件|添付",
	"login":  "login|log in|log on|logon|logged in|sign in|sign on|authenticat|authent|authoriz| auth |smtp auth|credential|password|anmeld|einlogg|identif|connexion|iniciar sesión|autentic|autentica|авториз|аутентиф|вход|登录|认证|身份验证|認証|ログイン|uwierzytel|zalogow",
	"sender": "sender|return address|return-path|return path|mail from|from address|from:|from header|envelope from|envelope-from|reply address|bounce address|absender|expéditeur|expediteur|remitente|remetente|mittente|отправител|发件人|寄件|发信人|送信元|送信者|差出人|nadawc|afzender",
	"many":   "too many|too much|too fast|too quick|too often|too frequent|excessive|exceed|maximum|more than|limit|at most|only accept|reached|zu viele|zu oft|zu schnell|höchstens|hoechstens|maximal|überschritten|trop de|trop nombreu|trop vite|maximum|dépass|depass|demasiad|muchos|máximo|límite|excedid|muitos|muitas|troppi|troppe|massimo|superat|слишком|превыш|лимит|太多|过多|超过|超出|过快|限制|太快|多すぎ|制限|超え|za dużo|zbyt wiele|limiet|te veel",
	"time":   " hour|/hour| hourly| minute|/minute| per day|/day| daily| a day| today|24h| per second| a second|/sec| week| seconds| stunde| minute| tag |täglich| pro tag| heure| jour| hora | horas| por día|por dia|diari| ora |al giorno|giornalier| час| минут| сут|в день|小时|每天|分钟|每日|当日|時間|分間|1日| godzin| dzień",
	"domain": "domain|domäne|domaine|dominio|domínio|домен|域名|ドメイン",
	"busy":   "temporar|try again|try later|retry|later|busy|overload|unavailable|vorübergehend|später|temporairement|plus tard|ultérieur|temporalmente|más tarde|mais tarde|temporaneamente|più tardi|временн|позже|稍后|暂时|後で|一時的",
}

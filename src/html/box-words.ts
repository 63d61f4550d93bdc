/** What boxes beside an article say of themselves, in the languages of many publishers. */

const anyOf = (phrases: readonly string[]): string => `(?:${phrases.join('|')})`;
/** A text that is one of `phrases`, and nothing else. */
const whole = (phrases: readonly string[]): RegExp =>
  new RegExp(`^[^\\p{L}\\p{N}]*${anyOf(phrases)}[^\\p{L}\\p{N}]*$`, 'iu');
/** A text in which one of `phrases` stands as words. */
const among = (phrases: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})${anyOf(phrases)}(?!\\p{L})`, 'iu');

/** What leads from one article of a site to its others; "Sources", "See also" and "Further reading" are for authors too. */
export const LEADS_ON: RegExp = whole([
  'read (?:also|more|next)|also read|related(?: (?:posts|articles|stories|content|coverage))?',
  'more (?:stories|articles|on this|from (?:this|the) (?:author|series))|you (?:may|might) also like|recommended for you',
  'lesen sie auch|lies auch|weiterlesen|auch interessant|das könnte (?:sie|dich) auch interessieren',
  'mehr (?:dazu|zum thema)|(?:verwandte|ähnliche) (?:artikel|beiträge)',
  '(?:à )?lire (?:aussi|également)|sur le même (?:sujet|thème)|articles? (?:liés?|similaires?|connexes?)',
  'le[ae] también|leer (?:también|más)|(?:también )?te puede interesar|(?:artículos|notas) relacionad[ao]s',
  'leia (?:também|mais)|veja também|(?:artigos|matérias|notícias) relacionad[ao]s',
  'leggi anche|articoli correlati|potrebbe interessarti anche',
  '(?:prze)?czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|(?:podobne|powiązane) (?:artykuły|wpisy)',
  'lees (?:ook|meer|verder)|gerelateerde (?:artikelen|berichten)',
  'чита(?:йте|ть) (?:также|ещ[ёе]|далее)|похожие (?:статьи|записи|материалы)|(?:материалы )?по теме',
  'чита(?:йте|ти) (?:також|ще|далі)|схожі (?:статті|записи|матеріали)|(?:матеріали )?за темою',
]);

/** How readers are asked for money, and nothing else is said. */
export const ASKS_FOR_MONEY: RegExp = whole([
  'support (?:us|our (?:work|journalism))|donate(?: now| today)?|make a donation',
  '(?:jetzt )?spenden|unterstützen? sie uns|unterstütze uns|faire un don|faites un don|soutenez[- ]nous|nous soutenir',
  'donar|dona(?: ahora| ora)?|apóy[ae]nos|haz una donación|doe(?: agora)?|apoie-nos|faça uma doação',
  'sostienici|fai una donazione|wesprzyj nas|przekaż darowiznę|doneer(?: nu)?|steun ons',
  'поддерж(?:ите|ать)(?: нас)?|пожертвовать|підтрим(?:айте|ати)(?: нас)?|пожертвувати',
]);

/** Words in a box that a class calls one for donations. */
export const ON_DONATIONS: RegExp = among([
  'donat\\p{L}*|support us|spend(?:e|en)|unterstütz\\p{L}*|dons?|soutenez|donar|dona|donación|apóy[ae]nos|doe|doação|apoie',
  'donazion[ei]|sostienici|wesprzyj|wspieraj|darowizn\\p{L}*|doneer|steun',
  'поддерж\\p{L}*|пожертв\\p{L}*|підтрим\\p{L}*',
]);

/** Words in a box or a form that asks for an address to write to. */
export const ON_NEWSLETTERS: RegExp = among([
  "subscribe|sign up|newsletters?|inbox|abonnieren|abonniere|anmelden|rundbrief|abonnez-vous|s[\u2019']abonner|inscrivez-vous|infolettre",
  'suscr[ií]b\\p{L}*|bolet[ií]n|assine|inscreva-se|boletim|iscriviti|abbonati|zapisz się|subskrybuj|biuletyn',
  'nieuwsbrief|abonneer|schrijf je in|подпис\\p{L}*|подпиш\\p{L}*|рассылк\\p{L}*|підпис\\p{L}*|підпиш\\p{L}*|розсилк\\p{L}*',
]);

/** How a bar of buttons begins that pass an article on. */
export const ASKS_TO_SHARE: RegExp =
  /^(?:(?:share|follow|send|tweet)(?: (?:this|it|us|on)(?!\p{L}).*)?|(?:artikel |beitrag )?teilen|partage[rz](?: cet article)?|compart(?:ir|e|ilhar|ilhe)(?: (?:est[ea]) .{1,20})?|condividi|udostępnij|podziel się|delen|deel(?: dit)?|поделит(?:ься|есь)|поділитис[яь]|поширити)[:!]?$/iu;

/** What boxes beside an article say of themselves, in the languages of many publishers. */

const anyOf = (phrases: readonly string[]): string => `(?:${phrases.join('|')})`;
/** A text that is one of `phrases`, and nothing else. */
const whole = (phrases: readonly string[]): RegExp =>
  new RegExp(`^[^\\p{L}\\p{N}]*${anyOf(phrases)}[^\\p{L}\\p{N}]*$`, 'iu');
/** A text in which one of `phrases` stands as words. */
const among = (phrases: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})${anyOf(phrases)}(?!\\p{L})`, 'iu');

/** What leads from one article of a site to its others; "Sources", "See also" and "Further reading" are for authors too. */
export const LEADS_ON = whole([
  'read (?:also|more|next)|also read|related(?: (?:posts|articles|stories|content|coverage))?',
  'more (?:stories|articles|on this|from (?:this|the) (?:author|series))|you (?:may|might) also like|recommended for you',
  'lesen sie auch|lies auch|weiterlesen|auch interessant|das k\u00f6nnte (?:sie|dich) auch interessieren',
  'mehr (?:dazu|zum thema)|(?:verwandte|\u00e4hnliche) (?:artikel|beitr\u00e4ge)',
  '(?:\u00e0 )?lire (?:aussi|\u00e9galement)|sur le m\u00eame (?:sujet|th\u00e8me)|articles? (?:li\u00e9s?|similaires?|connexes?)',
  'le[ae] tambi\u00e9n|leer (?:tambi\u00e9n|m\u00e1s)|(?:tambi\u00e9n )?te puede interesar|(?:art\u00edculos|notas) relacionad[ao]s',
  'leia (?:tamb\u00e9m|mais)|veja tamb\u00e9m|(?:artigos|mat\u00e9rias|not\u00edcias) relacionad[ao]s',
  'leggi anche|articoli correlati|potrebbe interessarti anche',
  '(?:prze)?czytaj (?:tak\u017ce|te\u017c|r\u00f3wnie\u017c|wi\u0119cej)|zobacz (?:tak\u017ce|te\u017c|r\u00f3wnie\u017c)|(?:podobne|powi\u0105zane) (?:artyku\u0142y|wpisy)',
  'lees (?:ook|meer|verder)|gerelateerde (?:artikelen|berichten)',
  '\u0447\u0438\u0442\u0430(?:\u0439\u0442\u0435|\u0442\u044c) (?:\u0442\u0430\u043a\u0436\u0435|\u0435\u0449[\u0451\u0435]|\u0434\u0430\u043b\u0435\u0435)|\u043f\u043e\u0445\u043e\u0436\u0438\u0435 (?:\u0441\u0442\u0430\u0442\u044c\u0438|\u0437\u0430\u043f\u0438\u0441\u0438|\u043c\u0430\u0442\u0435\u0440\u0438\u0430\u043b\u044b)|(?:\u043c\u0430\u0442\u0435\u0440\u0438\u0430\u043b\u044b )?\u043f\u043e \u0442\u0435\u043c\u0435',
  '\u0447\u0438\u0442\u0430(?:\u0439\u0442\u0435|\u0442\u0438) (?:\u0442\u0430\u043a\u043e\u0436|\u0449\u0435|\u0434\u0430\u043b\u0456)|\u0441\u0445\u043e\u0436\u0456 (?:\u0441\u0442\u0430\u0442\u0442\u0456|\u0437\u0430\u043f\u0438\u0441\u0438|\u043c\u0430\u0442\u0435\u0440\u0456\u0430\u043b\u0438)|(?:\u043c\u0430\u0442\u0435\u0440\u0456\u0430\u043b\u0438 )?\u0437\u0430 \u0442\u0435\u043c\u043e\u044e',
]);

/** How readers are asked for money, and nothing else is said. */
export const ASKS_FOR_MONEY = whole([
  'support (?:us|our (?:work|journalism))|donate(?: now| today)?|make a donation',
  '(?:jetzt )?spenden|unterst\u00fctzen? sie uns|unterst\u00fctze uns|faire un don|faites un don|soutenez[- ]nous|nous soutenir',
  'donar|dona(?: ahora| ora)?|ap\u00f3y[ae]nos|haz una donaci\u00f3n|doe(?: agora)?|apoie-nos|fa\u00e7a uma doa\u00e7\u00e3o',
  'sostienici|fai una donazione|wesprzyj nas|przeka\u017c darowizn\u0119|doneer(?: nu)?|steun ons',
  '\u043f\u043e\u0434\u0434\u0435\u0440\u0436(?:\u0438\u0442\u0435|\u0430\u0442\u044c)(?: \u043d\u0430\u0441)?|\u043f\u043e\u0436\u0435\u0440\u0442\u0432\u043e\u0432\u0430\u0442\u044c|\u043f\u0456\u0434\u0442\u0440\u0438\u043c(?:\u0430\u0439\u0442\u0435|\u0430\u0442\u0438)(?: \u043d\u0430\u0441)?|\u043f\u043e\u0436\u0435\u0440\u0442\u0432\u0443\u0432\u0430\u0442\u0438',
]);

/** Words in a box that a class calls one for donations. */
export const ON_DONATIONS = among([
  'donat\\p{L}*|support us|spend(?:e|en)|unterst\u00fctz\\p{L}*|dons?|soutenez|donar|dona|donaci\u00f3n|ap\u00f3y[ae]nos|doe|doa\u00e7\u00e3o|apoie',
  'donazion[ei]|sostienici|wesprzyj|wspieraj|darowizn\\p{L}*|doneer|steun',
  '\u043f\u043e\u0434\u0434\u0435\u0440\u0436\\p{L}*|\u043f\u043e\u0436\u0435\u0440\u0442\u0432\\p{L}*|\u043f\u0456\u0434\u0442\u0440\u0438\u043c\\p{L}*',
]);

/** Words in a box or a form that asks for an address to write to. */
export const ON_NEWSLETTERS = among([
  "subscribe|sign up|newsletters?|inbox|abonnieren|abonniere|anmelden|rundbrief|abonnez-vous|s[\u2019']abonner|inscrivez-vous|infolettre",
  'suscr[i\u00ed]b\\p{L}*|bolet[i\u00ed]n|assine|inscreva-se|boletim|iscriviti|abbonati|zapisz si\u0119|subskrybuj|biuletyn',
  'nieuwsbrief|abonneer|schrijf je in|\u043f\u043e\u0434\u043f\u0438\u0441\\p{L}*|\u043f\u043e\u0434\u043f\u0438\u0448\\p{L}*|\u0440\u0430\u0441\u0441\u044b\u043b\u043a\\p{L}*|\u043f\u0456\u0434\u043f\u0438\u0441\\p{L}*|\u043f\u0456\u0434\u043f\u0438\u0448\\p{L}*|\u0440\u043e\u0437\u0441\u0438\u043b\u043a\\p{L}*',
]);

/** How a bar of buttons begins that pass an article on. */
export const ASKS_TO_SHARE =
  /^(?:(?:share|follow|send|tweet)(?: (?:this|it|us|on)(?!\p{L}).*)?|(?:artikel |beitrag )?teilen|partage[rz](?: cet article)?|compart(?:ir|e|ilhar|ilhe)(?: (?:est[ea]) .{1,20})?|condividi|udost\u0119pnij|podziel si\u0119|delen|deel(?: dit)?|\u043f\u043e\u0434\u0435\u043b\u0438\u0442(?:\u044c\u0441\u044f|\u0435\u0441\u044c)|\u043f\u043e\u0434\u0456\u043b\u0438\u0442\u0438\u0441[\u044f\u044c]|\u043f\u043e\u0448\u0438\u0440\u0438\u0442\u0438)[:!]?$/iu;

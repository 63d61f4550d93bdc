/** The elements of the Creative Commons licences, in the words of the languages into which their names are translated. */

/** In names that hold another, the longer ones stand first. A space stands for spaces, a hyphen or nothing. */
const NAMES = {
  nd: [
    'no derivatives? works?|no derivatives?|no derivs?|pas de modifications?|sin obras? derivadas?|sin derivadas?|sin derivar',
    'keine bearbeitung(?:en)?|sem derivações|sem derivados|sem derivadas|sem obras derivadas|non opere derivate|no opere derivate',
    'geen afgeleide werken|sense obres? derivad[ae]s?|sen obras? derivadas?|inga bearbetningar|ingen bearbejdelser?',
    'ingen bearbeidelser?|ei muutoksia|bez utworów zależnych|без производных произведений|без производных|без похідних творів',
    'без похідних|nezasahujte do díla|ne változtasd!?|fără derivate|fără modificări|türetilemez|όχι παράγωγα έργα',
    '改変禁止|禁止演绎|禁止演繹|禁止改作|변경 ?금지',
  ],
  nc: [
    "non commercial|pas d'utilisation commerciale|non commerciale|no comercial|não comercial|non comercial",
    'nicht kommerzielle nutzung|nicht kommerziell|keine kommerzielle nutzung|niet commercieel|icke kommersiell',
    'ikke kommersiell|ikke kommerciel|ei kaupallinen|użycie niekomercyjne|некоммерческое использование|некоммерческая',
    'некомерційне використання|некомерційна|neužívejte (?:dílo )?komerčně|ne add el!?|necomercial|gayri ticari',
    'μη εμπορική χρήση|非営利|非商业性使用|非商业性|非商業性使用|非商業性|비영리',
  ],
  sa: [
    "share alike|partage dans les mêmes conditions|partage des conditions initiales à l'identique|partage à l'identique",
    'compartir igual|weitergabe unter gleichen bedingungen|compartilha igual|partilha nos termos da mesma licença|partilha igual',
    'condividi allo stesso modo|gelijk delen|dela lika|del på samme vilkår|jaa samoin|na tych samych warunkach',
    'с сохранением условий|на тех же условиях|поширення на тих самих умовах|zachovejte licenci|így add tovább!?',
    'distribuire în condiții identice|παρόμοια διανομή|aynı lisansla paylaş|継承|相同方式共享|동일 ?조건 ?변경 ?허락',
  ],
  by: [
    'attribution|atribución|reconocimiento|namensnennung|atribuição|attribuzione|naamsvermelding|reconeixement|atribució',
    'recoñecemento|erkännande|kreditering|navngivelse|nimeä|uznanie autorstwa|с указанием авторства|атрибуция',
    'із зазначенням авторства|uveďte (?:původ|autora)|nevezd meg!?|atribuire|atıf|αναφορά δημιουργού|表示|署名|姓名標示|저작자 ?표시',
  ],
} as const;

const patternOf = (names: readonly string[]): string =>
  `(?<!\\p{L})(?:${names.join('|').replaceAll(' ?', '\u0000').replaceAll(' ', '[ -]*').replaceAll('\u0000', ' ?')})(?!\\p{L})`;

/** Which words mean which element: `nd`, `nc`, `sa`, `by`. */
export const TERMS: readonly (readonly [RegExp, string])[] = Object.entries(NAMES).map(([term, names]) => [
  new RegExp(patternOf(names), 'giu'),
  term,
]);

const LIMITS = [...NAMES.nd, ...NAMES.nc, ...NAMES.sa];

/** The beginning of a licence's name that does not name Creative Commons: "Namensnennung-Nicht kommerziell 4.0". */
export const NAME_BY_TERMS: string = `${patternOf(NAMES.by)}[ -]+(?:\\d\\.\\d|${patternOf(LIMITS)})`;

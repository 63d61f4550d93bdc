/** That rights are reserved, in the languages of most sites. */
import { inSmallLetters } from './matching.ts';

const FEW_WORDS = String.raw`(?:[\p{L}'-]+ ){0,4}`;

const WORDS: readonly string[] = [
  String.raw`rights? (?:(?:are|is|being|\p{L}+ly) )?reserved`,
  String.raw`recht\p{L}* ${FEW_WORDS}(?:vorbehalten|reserviert)`,
  String.raw`droits? ${FEW_WORDS}réservés?`,
  String.raw`derechos ${FEW_WORDS}reservados|reservados ${FEW_WORDS}derechos`,
  String.raw`direitos ${FEW_WORDS}reservados|reservados ${FEW_WORDS}direitos`,
  String.raw`diritti ${FEW_WORDS}riservati|riservati ${FEW_WORDS}diritti|riproduzione riservata`,
  String.raw`drets ${FEW_WORDS}reservats|reservats ${FEW_WORDS}drets`,
  String.raw`dereitos ${FEW_WORDS}reservados`,
  String.raw`recht\p{L}* ${FEW_WORDS}voorbehouden`,
  String.raw`drepturi\p{L}* ${FEW_WORDS}rezervate`,
  String.raw`praw\p{L}* ${FEW_WORDS}zastrzeż\p{L}+|zastrzeż\p{L}+ ${FEW_WORDS}praw\p{L}*`,
  String.raw`práva ${FEW_WORDS}(?:vyhrazena|vyhradené)|(?:vyhrazena|vyhradené) ${FEW_WORDS}práva`,
  String.raw`prava ${FEW_WORDS}(?:zadržana|pridržana)|pravice ${FEW_WORDS}pridržane`,
  String.raw`rättigheter\p{L}* ${FEW_WORDS}(?:förbehåll\p{L}*|reserver\p{L}*)`,
  String.raw`(?:rettighet|rettighed)\p{L}* ${FEW_WORDS}(?:forbehold\p{L}*|reserver\p{L}*)`,
  String.raw`öll réttindi áskilin`,
  String.raw`oikeudet ${FEW_WORDS}(?:pidätet\p{L}+|pidetään)`,
  String.raw`õigused ${FEW_WORDS}(?:kaitstud|reserveeritud)`,
  String.raw`jog\p{L}* ${FEW_WORDS}fenntart\p{L}+`,
  String.raw`hak(?:k[ıi]|lar[ıi])\p{L}* ${FEW_WORDS}sakl[ıi]\p{L}*`,
  String.raw`teisės ${FEW_WORDS}saugomos|tiesības ${FEW_WORDS}(?:aizsargātas|paturētas)`,
  String.raw`δικαι[ωώ]μα\p{L}* ${FEW_WORDS}(?:διατηρ\p{L}+|κατοχυρ\p{L}+)|επιφ[υύ]λαξη ${FEW_WORDS}δικαι[ωώ]μα\p{L}*`,
  String.raw`права ${FEW_WORDS}(?:защищен\p{L}*|защищён\p{L}*|охраня\p{L}+|сохранен\p{L}*|зарезервирован\p{L}*|захищен\p{L}*|застережен\p{L}*|збережен\p{L}*|запазени|задржана|задржани)`,
  String.raw`(?:جميع|كافة|كل) الحقوق|الحقوق محفوظة|حقوق \S{0,20} ?محفوظ|כל הזכויות`,
  String.raw`無断転載|禁無断|転載(?:を)?(?:禁|お断り)|著作権(?:を)?所有|権利(?:は|を)?(?:すべて)?(?:留保|保有|所有)|不許複製`,
  String.raw`版权所有|版權所有|保留(?:所有|一切|全部)(?:权利|權利|版权|版權)|(?:不得|禁止|谢绝|請勿|请勿)(?:转载|轉載)|翻印必究|未经(?:授权|许可|允许)|未經(?:授權|許可|同意)`,
  String.raw`무단 ?(?:전재|복제|배포)|재배포 ?금지|모든 ?권리\S*|판권 ?소유|저작권자 ?(?:©|\()`,
  String.raw`सर्वाधिकार सुरक्षित|สงวนลิขสิทธิ์|hak cipta dilindungi|bảo lưu (?:mọi|tất cả) ?(?:các )?quyền|bản quyền thuộc`,
];
/** Of {@link inSmallLetters}. */
export const RESERVED: RegExp = new RegExp(`(?<![\\p{L}])(?:${WORDS.join('|')})`, 'u');
/** Of {@link inSmallLetters}; Chinese, Japanese and Korean have no spaces between words. */
export const RESERVED_WITHIN: RegExp = new RegExp(
  WORDS.filter((words) => /[\p{sc=Han}\p{sc=Hangul}\p{sc=Thai}\p{sc=Devanagari}]/u.test(words)).join('|'),
  'u',
);
/** [creativecommons.org] by which they mark that there is a licence. */
const SOME_RESERVED = /\bsome rights reserved\b/u;

/** Whether `words` say that rights are reserved: all of them, or none says which. Cost: linear. */
export function reservesRights(words: string): boolean {
  const text = inSmallLetters(words).replace(SOME_RESERVED, '');
  return RESERVED.test(text) || RESERVED_WITHIN.test(text);
}

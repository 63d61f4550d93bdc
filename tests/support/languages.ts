/** Short texts of our own in many scripts, for renderings that are looked at by eye. */

export const TEXTS: Readonly<Record<string, { readonly title: string; readonly body: string }>> = {
  english: {
    title: 'The town’s “new” bridge — and what it cost',
    body: 'The bridge over the Low Ford opened on Monday. It cost €4 million – twice as much as planned… “Worth it,” says the mayor’s office.\n\n* Cars may cross it from six in the morning until eleven at night.\n* Bicycles may cross it at any hour, and so may people on foot.\n\n1. Read more at https://news.example/lowford/a-rather-long-address-of-the-whole-story-of-the-bridge.html',
  },
  french: {
    title: 'Le nouveau pont de la ville',
    body: 'Le pont s’est ouvert lundi. « Ça valait la peine », dit la mairie : l’œuvre a coûté 4 millions d’euros, le double de ce qui était prévu.',
  },
  greek: {
    title: 'Η νέα γέφυρα',
    body: 'Η γέφυρα της πόλης άνοιξε τη Δευτέρα. Κόστισε τέσσερα εκατομμύρια ευρώ.',
  },
  russian: {
    title: 'Новый мост',
    body: 'Мост в городе открыли в понедельник. Он стоил четыре миллиона евро — вдвое больше, чем думали.',
  },
  polish: {
    title: 'Nowy most',
    body: 'Most w Łodzi otwarto w poniedziałek. Kosztował cztery miliony euro – dwa razy więcej, niż sądzono. Zażółć gęślą jaźń.',
  },
  arabic: { title: 'الجسر الجديد', body: 'افتتح الجسر يوم الاثنين. كلف أربعة ملايين يورو.' },
  hindi: { title: 'नया पुल', body: 'शहर का पुल सोमवार को खुला। इस पर चालीस लाख यूरो लगे।' },
  japanese: {
    title: '新しい橋',
    body: '町の橋が月曜日に開通しました。費用は四百万ユーロで、計画の二倍でした。朝の六時から夜の十一時まで、車も自転車も通ることができます。',
  },
  chinese: {
    title: '新桥',
    body: '城里的桥星期一通车了。造价四百万欧元，是计划的两倍。从早上六点到晚上十一点，汽车和自行车都可以通过。',
  },
  emoji: {
    title: 'Pictures 🌉',
    body: 'A bridge 🌉, a family 👩‍👩‍👧‍👦, a flag 🇫🇷, a key 1️⃣ and a tick ✓ stand in this line, and the line is longer than most.',
  },
};

export const GOLDEN_VIEWS = [
  'utf-8-67',
  'utf-8-40',
  'us-ascii-40',
  'cp437-80',
  'iso-8859-1-67',
  'koi8-r-67',
  'shift_jis-40',
  'utf-8-flowed',
];

/** What a language's full stops mean, as data: `splitSentences` joins what `Intl.Segmenter` parts wrongly. */
export interface SentenceRules {
  /** Shortenings that no sentence ends with, without their last full stop: `Mr`, `z` of `z. B.`. */
  leading: ReadonlySet<string>
  /** Shortenings that belong to a number behind them: `No. 5`. */
  beforeNumber: ReadonlySet<string>
  /** Words that a numeral follows, so that a single capital behind them is no initial: `Chapter I. The…`. */
  numbered: ReadonlySet<string>
  /** Words that open sentences, so that an initial or ordinal before them ends one: `Plan B. Then…`. */
  starters: ReadonlySet<string>
  /** A single capital that is mostly a word of its own: English `I`. */
  pronoun?: string
  /** True where `3.` means third. */
  hasOrdinalStops?: boolean
  /** What may follow a closing quotation mark in the same sentence although it starts with a capital. */
  speechTag?: RegExp
  /** True where `»…«` and `„…“` are the quotation marks. */
  hasInwardQuotes?: boolean
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const ENGLISH: SentenceRules = {
  leading: words(
    'Mr Mrs Ms Messrs Mme Mlle Mdlle Dr Drs Prof Rev Revd Hon Rt St Ste SS Sr Fr Bro Mt Capt Col Gen Lt Lieut Maj Sgt ' +
      'Sergt Corp Cpl Pvt Adm Cmdr Brig Gov Pres Sen Rep Supt Insp Atty Wm Geo Chas Thos Jas Jno Robt Saml Benj Edw ' +
      'Mons rev hon capt viz cf vs e.g i.e eg ie sc',
  ),
  beforeNumber: words(
    'No Nos no nos Vol Vols vol vols p pp Ch ch Chap chap Fig fig Figs figs Sec sec Art art Bk bk Pt pt par pars lib ver v vv l ll ' +
      'Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec lb lbs oz s d ft in cwt qr ca c circa',
  ),
  numbered: words(
    'Chapter CHAPTER Book BOOK Part PART Act ACT Scene SCENE Canto CANTO Volume VOLUME Letter LETTER Type',
  ),
  starters: words(
    'The A An He She It They We I You His Her Its Their My Our Your This That These Those There Then But And Or Nor So ' +
      'When While If As At In On For From After Before With Without What Who Whose Why How Where No Not Now Yes Oh ' +
      'Perhaps Nothing Nobody All Some One Once Upon Thus However Here Such Even Only Still Yet To By Of Let',
  ),
  pronoun: 'I',
  speechTag:
    /(?!(?:He|She|It|They|We|You|The|This|That|There)\b)(?:[A-Z][\p{L}'’-]*\.? ){1,4}(?:said|cried|asked|replied|answered|exclaimed|shouted|repeated|returned|whispered|murmured|muttered|called|screamed|demanded|observed|remarked|inquired|enquired|continued|interrupted|sighed|laughed|gasped|growled|roared|added|began|went on|put in|broke in)\b/uy,
}

const FRENCH: SentenceRules = {
  leading: words(
    'M MM Mr Mme Mmes Mlle Mlles Mgr Me Dr Pr St Ste Sts Stes Cie Vve Lt Cap Col Gén Cdt p.ex c.-à-d c.à.d cf av apr ' +
      'Mde Melle Monsgr RR',
  ),
  beforeNumber: words('no nos No Nos n p pp t T vol Vol ch Ch chap Chap art Art fig Fig v liv Liv env sect f fr'),
  numbered: words('Chapitre CHAPITRE Livre LIVRE Partie PARTIE Acte ACTE Scène SCÈNE Tome TOME Lettre LETTRE Chant'),
  starters: words(
    'Le La Les Un Une Des Il Elle Ils Elles On Je Tu Nous Vous Ce Cet Cette Ces Mon Ma Mes Son Sa Ses Leur Leurs Mais Et Ou Or ' +
      'Donc Car Ni Puis Alors Quand Lorsque Comme Si Dans En Sur Pour Par Avec Sans Après Avant Qui Que Quoi Où Comment ' +
      'Pourquoi Oui Non Ah Oh Eh Enfin Tout Tous Rien Personne Aussi Ainsi Cependant Pourtant À Au Aux Depuis Là',
  ),
}

const GERMAN: SentenceRules = {
  leading: words(
    'Hr Hrn Herr Fr Frl Dr Drs Prof St Sr Se Ew Exz Frhr Frh Kgl Kaiserl Hptm Lt Oblt Ltn Gen Maj Fürstl Hzg z d u i o s v ' +
      'a b m n w h bzw bezw vgl ca sog resp bes gest geb evtl ggf inkl exkl Mag Ing Dipl Joh Chr Fried Wilh Heinr Aug Ferd',
  ),
  beforeNumber: words('Nr Nrn Bd Bde Kap S Abb Art Abs Fig Taf Jh Jan Feb Febr Mär Apr Aug Sept Okt Nov Dez Anm Str'),
  numbered: words(
    'Kapitel KAPITEL Buch BUCH Teil TEIL Theil THEIL Akt AKT Aufzug AUFZUG Auftritt AUFTRITT Szene Band BAND',
  ),
  starters: words(
    'Der Die Das Ein Eine Einen Einem Einer Er Sie Es Ich Du Wir Ihr Man Dies Diese Dieser Dieses Jener Jene Mein Meine Sein ' +
      'Seine Ihre Unser Und Oder Aber Doch Denn Da Dann Nun Als Wenn Weil Wie Was Wer Wo Warum Weshalb In Im An Am Auf Aus ' +
      'Bei Mit Nach Von Vor Zu Zum Zur Über Unter So Auch Noch Nur Schon Ja Nein Nicht Nichts Niemand Alle Alles Hier Dort',
  ),
  hasOrdinalStops: true,
  hasInwardQuotes: true,
}

const SPANISH: SentenceRules = {
  leading: words(
    'Sr Sra Srta Sres Sras Srs Dr Dra Dres D Da Dña Dn Fr Fray Sto Sta Sn S Ilmo Excmo Excma Ilma Emmo Rvdo Rdo Mons Gral ' +
      'Cap Cnel Cor Tte Lic Ing Prof Profa Mtro p ej P Hno Hna Vm vm cf a',
  ),
  beforeNumber: words('núm Núm núms nº n No pág págs Pág p pp cap Cap caps art Art vol Vol tom tomo t fig Fig lib Lib'),
  numbered: words(
    'Capítulo CAPÍTULO Capitulo CAPITULO Libro LIBRO Parte PARTE Acto ACTO Escena ESCENA Tomo TOMO Carta',
  ),
  starters: words(
    'El La Los Las Un Una Unos Unas Él Ella Ellos Ellas Yo Tú Usted Nosotros Esto Eso Este Esta Ese Esa Mi Su Sus Pero Y E O Ni ' +
      'Mas Pues Porque Cuando Como Si En De Por Para Con Sin Tras Desde Hasta Qué Quién Dónde Cómo No Sí Ya Así Entonces ' +
      'Luego Después Al A Lo Le Se Me Te Nos Todo Todos Nada Nadie También Tampoco Aquí Allí Ay Oh',
  ),
}

const ITALIAN: SentenceRules = {
  leading: words(
    'Sig Sigg Sig.ra Sig.na sig sigg sig.ra sig.na Dott Dott.ssa dott Dr Prof Prof.ssa prof Avv avv Ing ing On on Cav cav ' +
      'Comm Mons mons S SS Ecc Rev Geom Gen Col Cap Ten Ill Illmo Egr Spett D p es cfr Cfr Arch Rag Fr Gius',
  ),
  beforeNumber: words('n N num Num nn pag Pag pagg p pp vol Vol cap Cap capp art Art artt fig Fig lib Lib tom t v sec'),
  numbered: words('Capitolo CAPITOLO Libro LIBRO Parte PARTE Atto ATTO Scena SCENA Tomo TOMO Canto CANTO Lettera'),
  starters: words(
    'Il Lo La I Gli Le Un Uno Una Egli Ella Esso Essa Lui Lei Essi Loro Io Tu Noi Voi Questo Questa Quello Quella Mio Mia Suo ' +
      'Sua Ma E Ed O Od Né Però Dunque Perché Quando Come Se In Nel Nella Di Del Della Da Dal Per Con Senza Su Dopo Prima Chi ' +
      'Che Dove No Sì Non Così Poi Allora Tutto Tutti Nulla Niente Nessuno Anche Ancora Ecco Al Alla A Ah Oh Era Qui Là',
  ),
}

const GENERIC: SentenceRules = {
  leading: words(
    'Mr Mrs Ms M MM Mme Mlle Dr Drs Prof St Ste Sr Sra Sig Hr Fr Frk Fru D Dhr Mevr Mej Hra Exmo Ilmo Snr cf vs г ул',
  ),
  beforeNumber: words('No Nos no n N nr Nr Núm num p pp pag pág vol Vol cap Cap Kap fig Fig art Art t s S str č г'),
  numbered: words(''),
  starters: words(''),
}

const RULES: ReadonlyMap<string, SentenceRules> = new Map([
  ['en', ENGLISH],
  ['fr', FRENCH],
  ['de', GERMAN],
  ['es', SPANISH],
  ['it', ITALIAN],
])

const GENERIC_WITH_ORDINALS: SentenceRules = { ...GENERIC, hasOrdinalStops: true, hasInwardQuotes: true }
const ORDINAL_LANGUAGES = words('bs cs da et fi fo hr hu is lt lv nb nds nn no pl sk sl sr tr')

/** The rules of a BCP 47 language (`de-AT` reads as `de`); a careful default for all others. */
export function sentenceRules(language: string): SentenceRules {
  const primary = primaryLanguage(language)
  return RULES.get(primary) ?? (ORDINAL_LANGUAGES.has(primary) ? GENERIC_WITH_ORDINALS : GENERIC)
}

/** `pt` of `pt-BR`. */
export function primaryLanguage(language: string): string {
  return language.toLowerCase().split(/[-_]/, 1)[0] ?? ''
}

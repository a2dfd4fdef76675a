import type { SectionKind } from '#shared/models/book.ts'
import type { SkipKind } from './block.ts'
import { withoutAccents } from './numerals.ts'

/** What an unnumbered heading says about its section: a kind that may be narrated, or why it is not. */
export type SectionMeaning = { kind: SectionKind; skip: null } | { kind: null; skip: SkipKind }

const KINDS: readonly (readonly [SectionKind, string])[] = [
  [
    'preface',
    'preface|prefatory( note)?|prefacio|prefazione|vorwort|vorrede|avant-propos|avertissement|au lecteur|an den leser|al lector|to the readers?|advertisement to the .*|author.?s (note|preface|apology)|translator.?s (note|preface)|editor.?s (note|preface)|note to the .*|forord|voorwoord|alkusanat|esipuhe|predgovor|prologo dell.*|warning|notice|explanatory|apology|argument',
  ],
  ['foreword', 'foreword|fore-?word|geleitwort|a word to the reader'],
  [
    'introduction',
    'introduction( and .*)?|introductory.*|einleitung|einfuhrung|introduccion|introduzione|introducao|inleiding|johdanto|inledning|indledning|biographical (sketch|note|introduction)',
  ],
  ['prologue', 'prologue?|prologo|prolog|prelude|praludium|vorspiel|proem|induction|preamble|preliminary'],
  ['interlude', 'interlude|intermezzo|entr.?acte|intermission|zwischenspiel'],
  [
    'epilogue',
    'epilogue?|epilogo|epilog|finale|conclusion|conclusions?|schluss|schluß|nachspiel|concluding .*|conclusione|envoi|l.envoi|coda|loppusanat',
  ],
  [
    'afterword',
    'afterword|after-?word|nachwort|postface|postfacio|postscript|post-?scriptum|efterord|nawoord|note|note by .*|author.?s afterword|last words',
  ],
  [
    'dedication',
    'dedication|the dedication|dedicatory.*|dedicated to.*|widmung|zueignung|dedicace|dedicatoria|dedica|to my .*|epistle dedicatory|the epistle dedicatory|omistus',
  ],
  ['epigraph', 'epigraph|motto'],
  [
    'notes',
    '((historical|explanatory|general|editorial|additional|author.?s|critical|biographical) )?notes( (to|on) .*)?|anmerkungen|notas|noten|remarques|annotations|comments|addenda|corrigenda',
  ],
  ['appendix', 'appendix.*|appendices|anhang|appendice|apendice|appendici|bijlage|supplement|liite'],
  ['glossary', 'glossary.*|glossar|glossaire|glosario|vocabulary'],
  ['bibliography', 'bibliography|bibliographie|bibliografia|list of works .*|sources|references|literatur'],
]

const HAN_KINDS: readonly (readonly [SectionKind, RegExp])[] = [
  ['preface', /^(?:自?序|序言|序文|前言|まえがき|前書き?|はしがき|はじめに|緒言)$/u],
  ['prologue', /^(?:楔子|引子|序章|プロローグ|序幕)$/u],
  ['epilogue', /^(?:尾聲|尾声|結語|终章|終章|エピローグ|終幕|大尾)$/u],
  ['afterword', /^(?:跋|後記|后记|あとがき|後書き?|おわりに|訳者あとがき)$/u],
  ['appendix', /^(?:附錄|附录|付録)$/u],
  ['notes', /^(?:註|注釋|注释|注)$/u],
]

const SKIPS: readonly (readonly [SkipKind, string])[] = [
  [
    'contents',
    '(the )?(table of )?contents( of .*)?|list of (chapters|contents|tales|stories|poems|plays)|inhalt(sverzeichniss?|sangabe)?|inhaltsubersicht|table( des (matieres|chapitres))?|indice( general)?|sommaire|sommario|inhoud(sopgave)?|sisallys(luettelo)?|sisalto|innehall|indhold|contenido|tabla de .*|indice dei .*|tartalom|obsah|spis tresci|sumario|目錄|目录|目次|もくじ',
  ],
  [
    'illustration',
    '(list of |the )?(full-page |colou?red )?(illustrations?|plates|maps|figures|engravings|images|portraits|pictures|drawings)( in (the|this|colou?r|volume|text|half)( [^ ]+){0,3})?|abbildungen|verzeichnis der abbildungen|(liste|table) des (gravures|illustrations)|index of illustrations|illustraciones|list of (maps|plans|plates|figures|portraits|illustrations).*',
  ],
  [
    'index',
    '(general |alphabetical )?index( of .*| to .*)?|an? (alphabetical |complete |chronological )?list of .* (mentioned|referred to|cited|quoted|consulted|associated|published) .*|register|namenregister|sachregister|index of first lines',
  ],
  [
    'transcriberNote',
    'transcrib(er|er.?s|ers.?|er.s)?.? ?notes?.*|transcription notes?.*|notes? du transcripteur.*|anmerkungen zur transkription.*|nota del transcriptor.*|notas? (de|del) transcri.*|transcriber.*|production notes?|e-?text (editor|transcriber).*|opmerkingen van de bewerker|huomautuksia',
  ],
  [
    'footnote',
    'foot-?notes?:?|fussnoten|fußnoten|end-?notes|notes de bas de page|note a pie.*|notas al pie|voetnoten|alaviitteet',
  ],
  [
    'backMatter',
    '(publisher.?s )?advertisements?|(other )?(books|works|novels|stories) (by|of|published by|for) .*|by the same (author|writer).*|(du|von|del|dello) (meme|demselben|mismo|stesso) (auteur|verfasser|autor|autore).*|uniform with .*|new (books|novels|publications).*|.* publications|errat(a|um)( .*)?|corrections|colophon|press notices|opinions of the press|some press opinions.*|catalogue of .*|popular .* (novels|books)|list of subscribers|impressum|imprint',
  ],
  [
    'frontMatter',
    'dramatis personae?|dramatis person.*|(the )?(persons|people|characters|personages) (of|in|represented in) .*|(the )?characters|personages|(the )?persons( represented)?|personnages|personen(verzeichnis)?|personajes|personaggi|persons of .*|acknowledge?ments?|copyright.*|cast( of characters)?|half-?title|title page|frontispiece|cover',
  ],
]

const COMPILED: readonly { meaning: SectionMeaning; pattern: RegExp }[] = [
  ...SKIPS.map(([skip, words]) => ({
    meaning: { kind: null, skip } as const,
    pattern: new RegExp(`^(?:${words})$`, 'u'),
  })),
  ...KINDS.map(([kind, words]) => ({
    meaning: { kind, skip: null } as const,
    pattern: new RegExp(`^(?:${words})$`, 'u'),
  })),
  ...HAN_KINDS.map(([kind, pattern]) => ({ meaning: { kind, skip: null } as const, pattern })),
]

/** Front and back matter by its heading, in the languages of the catalogue; null for any other heading. */
export function sectionMeaning(heading: string): SectionMeaning | null {
  if (heading.length > 90) return null
  const plain = withoutAccents(heading.toLowerCase())
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[“”"„«»*_=:.!,—–-]+$/u, '')
    .replace(/^[“”"„«»*_=[(—–-]+\s*/u, '')
    .replace(/\s+/g, ' ')
    .trim()
  // `P R E F A C E` is spaced out in print.
  const joined = /^(?:\p{L} ){3,}\p{L}$/u.test(plain) ? plain.replaceAll(' ', '') : plain
  if (joined === '') return null
  for (const { meaning, pattern } of COMPILED) if (pattern.test(joined)) return meaning
  return sectionWithSubject(joined)
}

/** `PREFACE TO THE SECOND EDITION`, `INTRODUCTION BY …`, `THE AUTHOR'S PREFACE`. */
function sectionWithSubject(plain: string): SectionMeaning | null {
  const match =
    /^(?:the |la |le )?(?:(?:author|translator|editor|publisher)s?.{0,2} )?(preface|foreword|introduction|prologue|epilogue|postscript|afterword|vorwort|preface|prologo|prefacio|einleitung|notes?|dedication)(?: (?:by|to|of|for|de|du|zu|zur|zum|der|von|al|del|a|la|le)(?: |$).*)?$/.exec(
      plain,
    )
  if (match?.[1] === undefined) return null
  return COMPILED.find(({ pattern }) => pattern.test(match[1] ?? ''))?.meaning ?? null
}

import { describe, expect, it } from 'vitest'
import { splitSentences } from './sentences.ts'

/** Each case is a paragraph with `|` where a sentence must end and nowhere else. */
function check(language: string, cases: readonly string[]): void {
  it.each(cases)(`${language}: %s`, (marked) => {
    const expected = marked.split('|').map((sentence) => sentence.trim())
    const paragraph = marked.replaceAll('|', '')
    expect(splitSentences(paragraph, language).map(({ start, end }) => paragraph.slice(start, end))).toEqual(expected)
  })
}

describe('English sentences', () => {
  check('en', [
    'It rained. |We stayed.',
    'Mr. Darcy bowed to Mrs. Bennet. |She smiled.',
    'MR. DARCY ARRIVES. |THE BALL BEGINS.',
    'Dr. J. H. Watson met Prof. Moriarty at St. Paul’s. |It was late.',
    'He came at 4 p.m. yesterday. |He left at 5 p.m. |Nobody knew.',
    'Bread, cheese, etc. were bought. |We ate.',
    'We bought bread, etc. |Then we ate.',
    'They live at No. 5, near No. 10. |“No. |I will not.”',
    'It cost £4 10s. 6d. at least. |It cost £4 10s. 6d. |She paid.',
    '"Stop!" he cried. |"Who goes there?" she asked.',
    '“Stop!” cried he. |“Now.” |She ran.',
    '“What?” Holmes asked. |“Nothing,” I said.',
    '“What?” Mr. Bennet replied. |“Never!” I cried.',
    '“What?” |He looked up.',
    '“You here!” |She dropped the cup.',
    'He stopped ... and went on. |Then he stopped. . . . |Nothing moved.',
    'Wait… what? |Wait… |What was that?',
    'It was I. |He had not known. |It was I, W. I. Thomas, who came.',
    'The U.S. Army came in 44 B.C. |The rest is known.',
    'J. R. R. Tolkien and J.R.R. Tolkien are one. |Plan B. |Then plan C.',
    'See Vol. II. of the work, p. 12, and chap. IV. |He had.',
    '1. The first point. |2. The second.',
    'IV. The Return of Mr. Toad.',
    'Chapter I. |The Beginning.',
    '(He was there.) |[So was she.] |They left.',
    '“Yes.”| “No.”',
    '“Yes.”|“No.”',
    '"Is it you?" |"It is."',
    'He said "Stop." |Then he went.',
    'Life is short. |— Death is long.',
    'On Jan. 5 he wrote, i.e. on Tuesday, e.g. to Viz. and others. |Good.',
    'What?! |No!!! |Yes.',
    'She was twenty. |"Really?"',
    '_Stop!_ he cried. |_Never._ |It was over.',
  ])
})

describe('French sentences', () => {
  check('fr', [
    'M. Dupont arriva. |Il vit Mme. Rose et MM. Thénardier.',
    '— Arrête ! dit-il. |— Non… |— Pourquoi ?',
    '« Arrête ! » dit-il. |« Jamais ! » |Il partit.',
    '« Arrête ! » |Et il partit.',
    'C’était J.-B. Poquelin, né en 44 av. J.-C. dit-on. |Non.',
    'Louis XIV. |Il régna. |Il en a. |Puis rien.',
    'Il attendit… |Personne ne vint… alors il partit.',
    'Voir t. II, p. 12, chap. IV de l’ouvrage, etc. |C’est tout.',
    'Mon Dieu ! mon Dieu ! cria-t-elle. |Ô ciel !',
    'Il y a, p. ex., des chats. |Oui.',
  ])
})

describe('German sentences', () => {
  check('de', [
    'Am 3. Mai kam Hr. Schmidt. |Er blieb bis zum 12. Juni.',
    'Ludwig XIV. von Frankreich lebte im 17. Jahrhundert. |Das wissen wir.',
    'Es gab z. B. Äpfel, d. h. Obst, u. a. Birnen usw. |Dann nichts.',
    '»Halt!« rief er. |»Wer da?« |Niemand antwortete.',
    '„Halt!“ rief er. |„Nein.“ |Sie ging.',
    '„Ja.“|„Nein.“',
    'Das war 1848. |Damals lebte Dr. Faust noch.',
    'Er wurde 30. |Dann starb er.',
    'Kaiser Wilhelm II. |Er regierte.',
    'Siehe Bd. 2, S. 14 und Nr. 5. |Gut.',
  ])
})

describe('Spanish sentences', () => {
  check('es', [
    'El Sr. D. Quijote vio a la Sra. Gómez. |Se alegró.',
    '—¡Alto! —gritó el guarda—. |¿Quién va?',
    '«¡Alto!» gritó. |¿Qué pasa? |Nada.',
    '¡Ay de mí! |¡Qué desgracia! exclamó.',
    'Véase núm. 5, pág. 12, cap. IV. |Así es.',
    'Felipe II. |Luego murió. |Por ejemplo, p. ej. esto. |Se lo da. |Ya.',
    'Esperó… |No vino nadie.',
  ])
})

describe('Italian sentences', () => {
  check('it', [
    'Il Sig. Rossi e la Sig.ra Bianchi videro il Dott. Verdi. |Era tardi.',
    '«Alto!» gridò. |«Chi va là?» |Nessuno rispose.',
    '— Fermo! — disse don Abbondio. |— Perché?',
    'S. Pietro e S. E. il Mons. Bello, ecc. |Poi nulla.',
    'Vedi cap. 5, pag. 12. |Così è. |Aspettò… |Non venne.',
  ])
})

describe('sentences of other languages', () => {
  check('pt', ['O Sr. Silva chegou. |Viu o Dr. Costa. |«Pare!» gritou ele.'])
  check('fi', ['Hän tuli 3. Toukokuuta. |Niin.'])
  check('nl', ['Dhr. de Vries kwam. |“Halt!” riep hij. |Goed.'])
  check('zh', ['他说：“走吧。”|“好！”|她笑了。', '他走了……没有回来。|真的吗？！|真的。'])
  check('ja', ['「行く。」と彼は言った。|「本当？」|そうです。', '雨が降る。|風が吹く。'])
  check('el', ['Ήρθε. |Έφυγε; |Ναι.'])
  check('hi', ['यह घर है। |वह गया।'])
  check('xx-unknown', ['One. |Two.'])
  check('', ['One. |Two.'])
})

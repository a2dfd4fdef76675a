import { expect, test } from 'vitest'
import { speakableText } from './speakable-text.ts'

test.each([
  ['“Don’t,” she said—‘no’… yes', "\"Don't,\" she said, 'no', yes"],
  ['— Ah… no— “What?—yes!”', 'Ah, no, "What? yes!"'],
  ['He waited… Then he went…', 'He waited. Then he went.'],
  ['“‘Tis a ‘lark’,’ said he', "\"'Tis a 'lark',' said he"],
  ['naïve Ægir, Łódź, œuvre, straße', 'naive AEgir, Lodz, oeuvre, strasse'],
  ['_It_ is *so* [Note] {x} <b> a/b', 'It is so [Note] x b a b'],
  ['in 1815, 1905, 1900 and 2026', 'in eighteen fifteen, nineteen oh five, nineteen hundred and twenty twenty six'],
  [
    '1914–18, 1900-1910, pp. 5–10',
    'nineteen fourteen to eighteen, nineteen hundred to nineteen ten, pages five to ten',
  ],
  ['1,234 men and 1,000,000 more', 'one thousand two hundred and thirty four men and one million more'],
  ['the 1st, the 22nd, 3:30, $5.50, 3.5', 'the 1st, the 22nd, 3:30, $5.50, 3.5'],
  ['£1, £3,000 and 10s. 6d.', 'one pound, three thousand pounds and ten shillings six pence'],
  ['3½ miles, ¼ past, 20°', 'three and a half miles, a quarter past, twenty degrees'],
  ['Chapter XLVII, MDCCCLX, a CIVIL war, Louis XIV', 'Chapter forty seven, eighteen sixty, a CIVIL war, Louis XIV'],
  ['No. 5, #4, Esq., viz. this, etc.', 'number five, number four, Esquire, namely this, etcetera'],
  ['Smith & Co. 007', 'Smith and Co. zero zero seven'],
  ['The sea,\nthe sky\n  and all', 'The sea,\nthe sky,\n and all'],
  ['Привет, said he to all of them', 'said he to all of them'],
])('reads %j as %j', (text, spoken) => {
  expect(speakableText(text)).toBe(spoken)
})

test.each(['', '...', '* * *', '— “”', 'привет мир', 'привет мир 5', '羅生門 in Kyoto の物語です', '\u200b'])(
  'finds nothing to speak in %j',
  (text) => {
    expect(speakableText(text)).toBeNull()
  },
)

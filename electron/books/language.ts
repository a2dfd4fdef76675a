const NAMES: Readonly<Record<string, string>> = {
  english: 'en',
  french: 'fr',
  german: 'de',
  spanish: 'es',
  italian: 'it',
  portuguese: 'pt',
  dutch: 'nl',
  finnish: 'fi',
  swedish: 'sv',
  danish: 'da',
  norwegian: 'no',
  latin: 'la',
  greek: 'el',
  chinese: 'zh',
  japanese: 'ja',
  russian: 'ru',
  polish: 'pl',
  hungarian: 'hu',
  czech: 'cs',
  catalan: 'ca',
  esperanto: 'eo',
  tagalog: 'tl',
  romanian: 'ro',
  bulgarian: 'bg',
  serbian: 'sr',
  hebrew: 'he',
  arabic: 'ar',
  korean: 'ko',
  welsh: 'cy',
  irish: 'ga',
  icelandic: 'is',
  ukrainian: 'uk',
  afrikaans: 'af',
  galician: 'gl',
}

const STOP_WORDS: Readonly<Record<string, string>> = {
  en: 'the and of to a in it is that was with his her for you had not there',
  fr: 'le les et des que une dans pour qui est pas avec il',
  de: 'der die und das nicht ein ist mit sich auf dem den war',
  es: 'el los que las una por con del no para su se como',
  it: 'il che di non per una con gli del era della come si',
  pt: 'que não os uma com para por mais como da do em ao',
  nl: 'de het een van en niet dat zijn met op voor was hij',
  fi: 'ja oli ei hän se että niin on kun mutta hänen ovat mitä',
  sv: 'och att det som en på är av för med den till inte',
  da: 'og det at en den til er som på de med han af',
  la: 'et in non est cum ad ut quod sed ex qui quae atque',
  pl: 'i się nie na że w do jest z to jak ale po',
  hu: 'a az és hogy nem egy is volt de meg mint ha csak',
}

/** BCP 47 code of a language's English name or code; empty when nobody knows it. */
export function languageCode(name: string): string {
  const text = name.trim().toLowerCase()
  const known = NAMES[/^\p{L}+/u.exec(text)?.[0] ?? '']
  if (known !== undefined) return known
  const code = /^[a-z]{2,3}(?=$|[-_])/.exec(text)?.[0] ?? ''
  return code
}

/** Guesses the language from script and stop words; English when nothing speaks for another. */
export function guessLanguage(sample: string): string {
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  const share = (script: RegExp): number => (sample.match(script)?.length ?? 0) / Math.max(1, letters)
  if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.1) return 'ja'
  if (share(/\p{Script=Han}/gu) > 0.3) return 'zh'
  if (share(/\p{Script=Cyrillic}/gu) > 0.5) return 'ru'
  if (share(/\p{Script=Greek}/gu) > 0.5) return 'el'
  if (share(/\p{Script=Hangul}/gu) > 0.3) return 'ko'
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  let best = 'en'
  let most = 0
  for (const [code, list] of Object.entries(STOP_WORDS)) {
    const stop = new Set(list.split(' '))
    const hits = words.filter((word) => stop.has(word)).length
    if (hits > most) [best, most] = [code, hits]
  }
  return best
}

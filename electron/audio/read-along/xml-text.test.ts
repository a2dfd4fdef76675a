import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockValue, parseClockValue, secondsValue } from './clock-value.ts'
import { readXml, textIn } from './read-xml.ts'
import { escapeXml, plainText } from './xml-text.ts'

const read = (body: string) => readXml(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`)

describe('plainText', () => {
  it('leaves out what XML forbids without joining words', () => {
    expect(plainText(' a\u0000b\u000bc\ud800d\u007f\n\te\u00a0f ')).toBe('ab cd e\u00a0f')
  })
})

describe('escapeXml', () => {
  it('is read back as the plain text, in an element and in an attribute', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const document = await read(`<p title="${escapeXml(text)}">${escapeXml(text)}</p>`)
        const [element] = document.elements
        expect(element!.attributes.get('title')).toBe(plainText(text))
        expect(textIn(document, element!)).toBe(plainText(text))
      }),
    )
  })
})

describe('readXml', () => {
  it.each([
    ['<p><b></p></b>', '</p>'],
    ['<p>', 'no end of <p>'],
    ['<p>1 < 2</p>', 'not well-formed'],
    ['<p>a & b</p>', 'not well-formed'],
    ['<p>&nbsp;</p>', '&nbsp;'],
    ['<p a="1" a="2"/>', 'a twice'],
    ['<p a=1/>', 'not well-formed'],
    ['<p epub:type="a"/>', 'epub:type'],
    ['<p>\u0001</p>', 'forbids'],
    ['<p/><p/>', 'second root'],
    ['<p/>after', 'outside the root'],
    ['<p>]]></p>', ']]>'],
  ])('refuses %s', async (body, reason) => {
    await expect(read(body)).rejects.toThrow(reason)
  })
})

describe('clock values', () => {
  it('are read back to the millisecond', () => {
    fc.assert(
      fc.property(fc.nat(400_000_000), (ms) => {
        expect([parseClockValue(secondsValue(ms)), parseClockValue(clockValue(ms))]).toEqual([ms, ms])
      }),
    )
  })
})

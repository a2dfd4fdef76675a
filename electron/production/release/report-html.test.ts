import { expect, it } from 'vitest'
import type { ReleaseReport } from '#shared/models/release.ts'
import { judgeRelease } from './gate.ts'
import { ACX } from './profiles/acx.ts'
import { reportHtml } from './report-html.ts'

const HOSTILE = `</td><script>alert(1)</script> & "O'Neil" \u202egnp.exe`
const report: ReleaseReport = judgeRelease(
  { ...ACX, name: HOSTILE },
  { bookId: 'pg1', title: HOSTILE, author: HOSTILE, narratorName: HOSTILE },
  [
    {
      ...{ file: `${HOSTILE}.mp3`, kind: 'mp3', role: 'chapter', chapterIndex: 1, title: HOSTILE },
      ...{ sound: null, fault: `It is damaged: ${HOSTILE}` },
    },
  ],
  { measuredAt: '2026-11-22T12:00:00.000Z', whole: { cover: null } },
)

it('escapes whatever a book is called', () => {
  const html = reportHtml(report)
  expect(html).not.toMatch(/<script|<\/td><script|\u202e/)
  expect(html).toContain('&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;O&#39;Neil&quot;')
})

it('needs nothing from elsewhere', () => {
  expect(reportHtml(report)).not.toMatch(/\b(?:src|href|action)=|@import|url\(/)
})

it('says verdict, policy with its date and its contradiction, each red cell with its remedy, and every source', () => {
  const html = reportHtml(report)
  for (const words of [
    ...[
      'Not ready',
      '4 of 5 checks',
      'Not accepted',
      'Human narration unless authorised',
      'read 2026-11',
      'vois-web.pages.dev',
    ],
    ...[
      'There is no cover beside the sound.',
      'Make a cover that fits',
      'square, at least 2400 pixels an edge',
      '22 November 2026',
    ],
    ...['https://help.acx.com/s/article/what-are-the-acx-audio-submission-requirements'],
  ]) {
    expect(html).toContain(words)
  }
})

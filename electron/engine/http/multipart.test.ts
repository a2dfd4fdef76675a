import { PassThrough, Readable, Writable } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMultipart, type MultipartForm } from './multipart.ts'

const BOUNDARY = 'b--x'

/** A stream is all that the reader asks of a request, apart from one header. */
async function read(
  chunks: readonly Uint8Array[],
  options: { maxBytes?: number; contentType?: string } = {},
): Promise<{ form: MultipartForm; file: Buffer }> {
  const request = Object.assign(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), {
    headers: { 'content-type': options.contentType ?? `multipart/form-data; boundary=${BOUNDARY}` },
  }) as unknown as IncomingMessage
  const written: Buffer[] = []
  const sink = (): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk)
        done()
      },
    })
  const form = await readMultipart(request, { maxBytes: options.maxBytes ?? 1e6, fileField: 'image', sink })
  return { form, file: Buffer.concat(written) }
}

function body(file: Buffer, subfolder: string): Buffer {
  return Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="subfolder"\r\n\r\n${subfolder}\r\n`),
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a b.wav"\r\n`),
    Buffer.from('Content-Type: audio/wav\r\n\r\n'),
    file,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ])
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % bytes.length).sort((a, b) => a - b), bytes.length]
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end))
}

test('reads any file wherever the network cuts the body', async () => {
  const tricky = fc.constantFrom('\r\n', '--', `\r\n--${BOUNDARY.slice(0, 3)}`, '\r\n\r\n', 'x', '\0')
  const bytes = fc
    .array(tricky, { maxLength: 12 })
    .map((parts) => parts.join(''))
    .filter((text) => !text.includes(BOUNDARY))
    .map((text) => Buffer.from(text))
  await fc.assert(
    fc.asyncProperty(bytes, fc.array(fc.nat(1000), { maxLength: 20 }), async (content, places) => {
      const { form, file } = await read(cut(body(content, 'voices/ä'), places))
      expect(file.equals(content)).toBe(true)
      expect(form).toEqual({ fields: new Map([['subfolder', 'voices/ä']]), fileName: 'a b.wav' })
    }),
  )
})

test('tells a form without a file', async () => {
  const text = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"\r\n\r\nno file\r\n--${BOUNDARY}--`
  expect((await read([Buffer.from(text)])).form.fileName).toBeNull()
})

test.each([
  ['ends too early', body(Buffer.from('x'), '').subarray(0, 150), {}],
  ['has no boundary', body(Buffer.from('x'), ''), { contentType: 'multipart/form-data' }],
  ['has an endless header', Buffer.from(`--${BOUNDARY}\r\n${'x'.repeat(20_000)}`), {}],
  ['has an endless field', body(Buffer.from('x'), 'y'.repeat(70_000)), {}],
  ['is larger than allowed', body(Buffer.from('x'.repeat(2000)), ''), { maxBytes: 1000 }],
])('refuses a form that %s', async (_name, bytes, options) => {
  await expect(read([bytes], options)).rejects.toThrow()
})

test('does not hang when the sink fails', async () => {
  const request = Object.assign(new PassThrough(), {
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  })
  request.end(body(Buffer.alloc(100_000), ''))
  const sink = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) })
  await expect(
    readMultipart(request as unknown as IncomingMessage, { maxBytes: 1e6, fileField: 'image', sink }),
  ).rejects.toThrow('disk full')
})

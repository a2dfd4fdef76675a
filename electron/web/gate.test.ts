import { expect, test } from 'vitest'
import { checkSender, type OwnAddress, type RequestHead } from './gate.ts'

const head = (host: string): RequestHead => ({
  method: 'GET',
  host,
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
})
const everywhere: OwnAddress = { names: new Set(['localhost', 'gpu-box']), port: 8787, isEverywhere: true }

test.each(['192.168.1.20:8787', '[fe80::1]:8787', '127.0.0.1:8787', 'LOCALHOST:8787', 'gpu-box:8787'])(
  'listening everywhere, the studio answers to %s',
  (host) => expect(() => checkSender(head(host), everywhere)).not.toThrow(),
)

test.each(['evil.example:8787', '192.168.1.20', '192.168.1.20:80', '192.168.1.20.evil.example:8787', '[::1', ''])(
  'but not to %j, which a name server elsewhere could have pointed here',
  (host) => expect(() => checkSender(head(host), everywhere)).toThrow(/another host name/),
)

test('knows itself without a port where it has the usual one of the web', () => {
  const own: OwnAddress = { names: new Set(['studio.local']), port: 80, isEverywhere: false }
  expect(() => checkSender({ ...head('studio.local'), origin: 'http://studio.local' }, own)).not.toThrow()
})

import { createSign, generateKeyPairSync } from 'node:crypto'

const DAY_MS = 86_400_000

/** A self-signed certificate for 127.0.0.1, made on the spot: Node can read certificates but not write them. */
export function makeCertificate(options: { validFrom?: number; validTo?: number } = {}): { key: string; cert: string } {
  const { validFrom = Date.now() - DAY_MS, validTo = Date.now() + DAY_MS } = options
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const name = sequence(node(0x31, sequence(objectId(0x55, 0x04, 0x03), node(0x0c, Buffer.from('127.0.0.1')))))
  const address = node(0x04, sequence(node(0x87, Buffer.from([127, 0, 0, 1]))))
  const content = sequence(
    node(0xa0, node(0x02, Buffer.from([2]))),
    node(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time(validFrom), time(validTo)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    node(0xa3, sequence(sequence(objectId(0x55, 0x1d, 0x11), address))),
  )
  const signature = createSign('sha256').update(content).sign(privateKey)
  const der = sequence(content, algorithm, node(0x03, Buffer.from([0]), signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  }
}

/** A value of DER: its tag, its length, its content. */
function node(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return node(0x30, ...parts)
}

function objectId(...bytes: number[]): Buffer {
  return node(0x06, Buffer.from(bytes))
}

/** `261122143000Z` */
function time(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replace(/\D/g, '').slice(2, 14)
  return node(0x17, Buffer.from(`${digits}Z`))
}

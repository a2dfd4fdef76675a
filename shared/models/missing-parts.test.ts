import { expect, test } from 'vitest'
import { groupMissing, missingWords } from './missing-parts.ts'
import type { MissingPart } from './workflow-card.ts'

const VOICE = { name: 'ComfyUI-VibeVoice', repository: 'wildminder/ComfyUI-VibeVoice' }
const node = (name: string, pack: MissingPart['pack'] = VOICE): MissingPart => ({ kind: 'node', name, pack })

test('names each pack once, with nodes of unknown packs and models after it', () => {
  const missing = [
    node('VibeVoiceTTS'),
    node('VibeVoiceTTS'),
    node('Mystery', null),
    { kind: 'model', name: 'big.safetensors', pack: VOICE } as const,
  ]
  expect(groupMissing(missing)).toEqual({
    packs: [{ pack: VOICE, nodes: ['VibeVoiceTTS'] }],
    nodes: ['Mystery'],
    models: ['big.safetensors'],
    choices: [],
    labels: [],
  })
  expect(missingWords(missing)).toBe(
    'Missing the node pack ComfyUI-VibeVoice, the node Mystery and the model big.safetensors',
  )
  expect(missingWords(['a', 'b', 'c', 'd'].map((name) => node(name, null)))).toBe('Missing the nodes a, b and 2 more')
})

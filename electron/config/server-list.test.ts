import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { appFile } from './app-files.ts'
import { changeServerList, type ServerListChange } from './server-list.ts'

const shipped = (env: 'alpha' | 'prod') => readFileSync(appFile(`config/global_${env}.yaml`), 'utf8')
const base = readFileSync(appFile('config/global.yaml'), 'utf8')
const GPU: ServerListChange = { kind: 'add', fields: { name: 'gpu', url: 'http://gpu:8188' } }
const change = (own: string, what: ServerListChange, below = '') =>
  changeServerList({ env: 'alpha', own, base: below }, what)

describe('changeServerList', () => {
  it('adds two lines to the shipped file and touches nothing else', () => {
    const before = shipped('alpha')
    const after = changeServerList({ env: 'alpha', own: before, base }, GPU)
    expect(after).toBe(before.replace('      url: embedded\n', '$&    - name: gpu\n      url: http://gpu:8188\n'))
    expect(changeServerList({ env: 'alpha', own: after, base }, { kind: 'remove', index: 1 })).toBe(before)
  })

  it('writes out the list that an address stands for, with its variable', () => {
    const after = changeServerList({ env: 'prod', own: shipped('prod'), base }, GPU)
    expect(after).toContain(`  servers:
    - name: comfyui
      url: \${COMFYUI_URL:-http://127.0.0.1:8188}
    - name: embedded
      url: embedded
    - name: gpu
      url: http://gpu:8188
`)
    expect(after).toContain('  # The ComfyUI server, from COMFYUI_URL')
  })

  it('copies the list of the base file as it is written there', () => {
    const below = 'comfyui:\n  servers: [{name: rented, url: "${RENTED}", slots: "${SLOTS:-2}"}]\n'
    expect(change('# ours\n', { kind: 'enable', index: 0, isEnabled: false }, below)).toBe(
      '# ours\n\ncomfyui:\n  servers:\n    - name: rented\n      url: ${RENTED}\n      slots: ${SLOTS:-2}\n      enabled: false\n',
    )
  })

  it('switches a server off and on again in place', () => {
    const own =
      'comfyui:\n  servers:\n    - { name: a, url: http://a } # the fast one\n    - { name: b, url: http://b }\n'
    const off = change(own, { kind: 'enable', index: 0, isEnabled: false })
    expect(off).toContain('- { name: a, url: http://a, enabled: false } # the fast one')
    expect(change(off, { kind: 'enable', index: 0, isEnabled: true })).toBe(own)
  })

  it('keeps the engine in a list that would be empty', () => {
    const own = 'comfyui:\n  servers:\n    - name: gpu\n      url: http://gpu:8188\n'
    const after = 'comfyui:\n  servers:\n    - name: embedded\n      url: embedded\n'
    expect(change(own, { kind: 'remove', index: 0 })).toBe(after)
  })

  it('writes out a list that is made of aliases or merged in', () => {
    const aliased = 'x-gpu: &gpu { name: gpu, url: http://gpu:8188 }\ncomfyui:\n  servers: [*gpu]\n'
    expect(change(aliased, { kind: 'enable', index: 0, isEnabled: false })).toMatch(/- name: gpu\n.*\n +enabled: false/)
    const merged = 'x-base: &base\n  servers: [{ name: gpu, url: http://gpu:8188 }]\ncomfyui:\n  <<: *base\n'
    expect(change(merged, { kind: 'add', fields: { name: 'b', url: 'http://b' } })).toMatch(/name: gpu[^]*name: b/)
  })

  it('keeps the line ends of a file from Windows, and starts an empty one', () => {
    const own = 'comfyui:\r\n  servers:\r\n    - name: embedded\r\n      url: embedded\r\n'
    expect(change(own, GPU)).toBe(`${own}    - name: gpu\r\n      url: http://gpu:8188\r\n`)
    expect(change('', GPU)).toMatch(/^comfyui:\n {2}servers:\n {4}- name: embedded\n/)
    expect(change('comfyui:\n', GPU)).toMatch(/name: gpu/)
  })
})

import { describe, expect, it } from 'vitest'
import { parseEnvFile, setEnvVariables } from './env-file.ts'
import { planServerChange, type ServerChange, type ServerFiles } from './server-change.ts'

const OWN = 'comfyui:\n  servers:\n    - name: gpu\n      url: http://gpu:8188\n'
const files = (given: Partial<ServerFiles> = {}): ServerFiles => {
  const dotEnv = given.dotEnv ?? 'E3_ENV=alpha\n'
  const variables = { ofProcess: {}, ofDotEnv: parseEnvFile(dotEnv).values }
  return { env: 'alpha', own: OWN, base: '', other: '', dotEnv, variables, ...given }
}
const edit = (wishes: Extract<ServerChange, { kind: 'edit' }>['wishes'], given?: Partial<ServerFiles>) =>
  planServerChange(files(given), { kind: 'edit', index: 0, wishes })

describe('planServerChange', () => {
  it('keeps a token in .env and names it in the configuration', () => {
    const planned = edit({ token: 'abc-123' })
    expect(planned.dotEnvBefore).toBe('E3_ENV=alpha\nE3_SERVER_GPU_TOKEN=abc-123\n')
    expect(planned.own).toBe(`${OWN}      token: \${E3_SERVER_GPU_TOKEN:-}\n`)
    expect(planned.dotEnvAfter).toBe(planned.dotEnvBefore)
  })

  it('replaces a token in its place, and takes it out of both files', () => {
    const first = edit({ token: 'old' })
    const second = edit({ token: 'new' }, { own: first.own, dotEnv: first.dotEnvBefore })
    expect(second.own).toBe(first.own)
    expect(second.dotEnvAfter).toBe('E3_ENV=alpha\nE3_SERVER_GPU_TOKEN=new\n')
    const third = edit({ token: null }, { own: second.own, dotEnv: second.dotEnvAfter })
    // A kill between the files leaves a variable too many, never one that is named and missing.
    expect(third).toEqual({ own: OWN, dotEnvBefore: second.dotEnvAfter, dotEnvAfter: 'E3_ENV=alpha\n' })
  })

  it('takes another name where one is taken: by the process, the other environment, or a line of .env', () => {
    const named = (given: Partial<ServerFiles>) => /E3_SERVER_\w+/.exec(edit({ token: 't' }, given).own)?.[0]
    const ofProcess = { E3_SERVER_GPU_TOKEN: 'x' }
    expect(named({ variables: { ofProcess, ofDotEnv: {} } })).toBe('E3_SERVER_GPU_TOKEN_2')
    expect(named({ other: 'token: ${E3_SERVER_GPU_TOKEN:-}' })).toBe('E3_SERVER_GPU_TOKEN_2')
    expect(named({ dotEnv: 'E3_SERVER_GPU_TOKEN=x\n' })).toBe('E3_SERVER_GPU_TOKEN_2')
  })

  it('leaves a variable of the producer alone when its token is replaced', () => {
    const own = `${OWN}      token: \${HF_TOKEN}\n`
    const planned = edit({ token: 'mine' }, { own, dotEnv: 'HF_TOKEN=theirs\n' })
    expect(planned.dotEnvAfter).toBe('HF_TOKEN=theirs\nE3_SERVER_GPU_TOKEN=mine\n')
    expect(planned.own).not.toContain('HF_TOKEN')
  })

  it('keeps the values of headers that are not given anew, and drops those left out', () => {
    const first = edit({
      headers: [
        { name: 'X-Api-Key', value: 'one two' },
        { name: 'CF-Access-Client-Id', value: "it's" },
      ],
    })
    expect(first.dotEnvBefore).toContain(
      "E3_SERVER_GPU_HEADER_X_API_KEY='one two'\nE3_SERVER_GPU_HEADER_CF_ACCESS_CLIENT_ID=\"it's\"\n",
    )
    const second = edit(
      { headers: [{ name: 'X-Api-Key', value: null }] },
      { own: first.own, dotEnv: first.dotEnvBefore },
    )
    expect(second.own).toBe(`${OWN}      headers:\n        X-Api-Key: \${E3_SERVER_GPU_HEADER_X_API_KEY:-}\n`)
    expect(parseEnvFile(second.dotEnvAfter).values).toEqual({
      E3_ENV: 'alpha',
      E3_SERVER_GPU_HEADER_X_API_KEY: 'one two',
    })
  })

  it('takes the secrets of a removed server out of .env, but not one that another still names', () => {
    const own = `${OWN}      token: \${E3_SERVER_GPU_TOKEN:-}\n    - name: b\n      url: http://b\n`
    const dotEnv = 'E3_SERVER_GPU_TOKEN=t\n'
    const gone = (other: string) =>
      planServerChange(files({ own, dotEnv, other }), { kind: 'remove', index: 0 }).dotEnvAfter
    expect(gone('')).toBe('')
    expect(gone('token: ${E3_SERVER_GPU_TOKEN:-}')).toBe(dotEnv)
  })

  it('writes labels, weight and slots beside what is there, and takes them away again', () => {
    const set = edit({ labels: ['fast', 'video'], weight: 2, slots: 2, name: 'cellar' })
    expect(set.own).toBe(
      'comfyui:\n  servers:\n    - name: cellar\n      url: http://gpu:8188\n      weight: 2\n      slots: 2\n      labels: [ fast, video ]\n',
    )
    const unset = edit({ labels: [], weight: null, slots: null, name: 'gpu' }, { own: set.own })
    expect(unset.own).toBe(OWN)
  })
})

describe('setEnvVariables', () => {
  it.each(['', 'plain', 'with blank', '#not a comment', "it's", 'a"b\\c', '$HOME', 'tail\\'])(
    'writes %j so that it is read as it was',
    (value) => {
      const text = setEnvVariables('# ours\r\nA=1\r\nB=2', { A: value, C: value })
      expect(parseEnvFile(text)).toEqual({ values: { A: value, B: '2', C: value }, badLines: [] })
      expect(text.split('\r\n')).toHaveLength(5)
    },
  )
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/models/app-error.ts'
import { loadConfig } from './config.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'e3-config-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}
const load = (processEnv: NodeJS.ProcessEnv = {}, env: 'alpha' | 'prod' = 'alpha') =>
  loadConfig({ root, env, processEnv })
const failure = (processEnv: NodeJS.ProcessEnv = {}): AppError => {
  try {
    load(processEnv)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('The configuration was accepted')
}

describe('loadConfig: layers', () => {
  it('works without any file', () => {
    expect(load().config).toMatchObject({
      databases: { main: 'database/alpha_e3_agent.db' },
      paths: { foundry: 'foundry/alpha' },
      comfyui: { servers: [{ name: 'embedded', url: 'embedded' }] },
      logging: { file: 'logs/e3_alpha.log' },
    })
    expect(load({}, 'prod').config).toMatchObject({
      databases: { main: 'database/e3_agent.db' },
      paths: { foundry: 'foundry' },
      comfyui: {
        servers: [
          { name: 'comfyui', url: 'http://127.0.0.1:8188' },
          { name: 'embedded', url: 'embedded' },
        ],
      },
    })
  })

  it('lets the environment file win over the base, key by key', () => {
    write('config/global.yaml', 'comfyui:\n  retry_limit: 5\n  timeout_seconds: 30\n')
    write('config/global_alpha.yaml', 'comfyui:\n  retry_limit: 7\n')
    const { config, sources } = load()
    expect(config.comfyui).toMatchObject({ retry_limit: 7, timeout_seconds: 30, default_priority: 50 })
    expect(sources.get('comfyui.retry_limit')).toBe('config/global_alpha.yaml')
    expect(sources.get('comfyui.timeout_seconds')).toBe('config/global.yaml')
    expect(sources.get('comfyui.default_priority')).toBe('default')
  })

  it('replaces a list as a whole', () => {
    write(
      'config/global.yaml',
      'comfyui:\n  servers:\n    - {name: a, url: embedded}\n    - {name: b, url: "http://b:1"}\n',
    )
    write('config/global_alpha.yaml', 'comfyui:\n  servers:\n    - {name: c, url: "http://c:1", slots: 2}\n')
    expect(load().config.comfyui.servers).toEqual([{ name: 'c', url: 'http://c:1', slots: 2 }])
  })

  it('takes an empty key or section as not set', () => {
    write('config/global.yaml', 'audiobook:\nmedia:\n  ffmpeg_path:\n  aac_kbps:\n')
    expect(load().config.media).toEqual({ aac_kbps: 64, mp3_kbps: 192, sample_rate_hz: 44_100 })
  })

  it('accepts an empty file, a byte order mark, CRLF and merge keys', () => {
    write('config/global.yaml', '')
    write('config/global_alpha.yaml', '\uFEFFx-base: &base\r\n  retry_limit: 9\r\ncomfyui:\r\n  <<: *base\r\n')
    expect(load().config.comfyui.retry_limit).toBe(9)
  })

  it('uses the one address of an older installation as its first server', () => {
    write('config/global.yaml', 'comfyui:\n  api_base_url: http://gpu:8188/\n')
    const { config, sources } = load()
    expect(config.comfyui.servers).toMatchObject([{ name: 'comfyui', url: 'http://gpu:8188' }, { url: 'embedded' }])
    expect(sources.get('comfyui.servers')).toBe('config/global.yaml')
  })

  it('opens a file of the Python E3 as it is and says what has no effect', () => {
    write(
      'config/global.yaml',
      `environment: {name: alpha, description: "Dev box"}
databases: {main: database/alpha_e3_agent.db, archive: database/archive.db}
paths: {jobs_processing: comfyui_jobs/processing, jobs_finished: comfyui_jobs/finished, scripts: scripts}
comfyui: {api_base_url: "http://127.0.0.1:8188", timeout_seconds: 300.0, retry_limit: 3, default_priority: 50, poll_interval_ms: 5000}
audiobook: {chunk_size: 450, output_format: wav, narrator_samples_path: narrators/samples}
flask: {port: 5000, secret_key: abc}
logging: {level: WARNING, file: logs/e3.log}
`,
    )
    const { config, warnings } = load()
    expect(config.audiobook).toMatchObject({ chunk_size: 450, output_format: ['m4b', 'mp3'] })
    expect(config.logging).toEqual({ level: 'warn', file: 'logs/e3.log' })
    expect(warnings).toEqual([
      'config/global.yaml:2: databases.archive is not a key of E3 Studio and has no effect.',
      'config/global.yaml:3: paths.scripts is not a key of E3 Studio and has no effect.',
      'config/global.yaml:6: flask is not a key of E3 Studio and has no effect.',
      'config/global.yaml:5: audiobook.output_format asks for wav, which is not made; m4b and mp3 are.',
    ])
  })
})

describe('loadConfig: variables', () => {
  it('fills in variables, with the process before .env and the default last', () => {
    write('.env', 'GPU=http://from-env:1\nRETRIES=4\n')
    write(
      'config/global_alpha.yaml',
      'comfyui:\n  api_base_url: ${GPU}\n  retry_limit: ${RETRIES}\n  timeout_seconds: ${SECONDS:-45}\naudiobook:\n  announce_chapters: ${SAY:-false}\n',
    )
    const { config, sources } = load({ GPU: 'http://from-process:1' })
    expect(config.comfyui).toMatchObject({ api_base_url: 'http://from-process:1', retry_limit: 4, timeout_seconds: 45 })
    expect(config.audiobook.announce_chapters).toBe(false)
    expect(sources.get('comfyui.retry_limit')).toBe('config/global_alpha.yaml (RETRIES)')
    expect(sources.get('comfyui.timeout_seconds')).toBe('config/global_alpha.yaml')
  })

  it('keeps a text of digits a text where a text is meant', () => {
    write('config/global.yaml', 'environment:\n  description: ${YEAR}\n')
    expect(load({ YEAR: '2026' }).config.environment.description).toBe('2026')
  })

  it('fills in variables inside the list of servers', () => {
    write(
      'config/global.yaml',
      'comfyui:\n  servers:\n    - {name: gpu, url: "http://${HOST}:8188", slots: "${SLOTS:-3}"}\n',
    )
    expect(load({ HOST: 'box' }).config.comfyui.servers).toEqual([{ name: 'gpu', url: 'http://box:8188', slots: 3 }])
  })

  it('fills in variables in headers, and never shows the value of one', () => {
    const headers = (value: string) =>
      `comfyui:\n  servers:\n    - {name: gpu, url: "http://gpu:1", headers: {X-Id: "${value}"}}\n`
    write('config/global.yaml', headers('${ID}'))
    expect(load({ ID: 'psst' }).config.comfyui.servers[0]?.headers).toEqual({ 'X-Id': 'psst' })
    write('config/global.yaml', headers('psst é'))
    expect(failure().message).toBe(
      'config/global.yaml:3: comfyui.servers[0].headers is not valid; allowed: names and values of HTTP headers.',
    )
    expect(failure().message).not.toContain('psst')
  })

  it('names the variable that is not set', () => {
    write('config/global.yaml', '\ncomfyui:\n  api_base_url: ${GPU_URL}\n')
    expect(failure().message).toBe(
      'config/global.yaml:3: comfyui.api_base_url needs the environment variable GPU_URL, which is not set: set it in .env, or give a default as in ${GPU_URL:-default}.',
    )
  })
})

describe('loadConfig: errors', () => {
  it('takes the key of a service only from a variable, and shows it nowhere', () => {
    const file = (key: string) => write('config/global.yaml', `images:\n  prompt_writer:\n    api_key: ${key}\n`)
    file('${E3_PROMPT_WRITER_API_KEY:-}')
    expect(load().config.images.prompt_writer.api_key).toBeUndefined()
    expect(load({ E3_PROMPT_WRITER_API_KEY: 'sk-1' }).config.images.prompt_writer.api_key).toBe('sk-1')
    file('sk-in-the-file')
    expect(failure().message).toContain('config/global.yaml:3: images.prompt_writer.api_key is a secret')
    expect(failure().message).not.toContain('sk-in-the-file')
  })

  it('takes an empty password for none and never shows one that is too short', () => {
    write('config/global.yaml', 'web:\n  password: ${E3_WEB_PASSWORD:-}\n')
    expect(load({}).config.web).toEqual({})
    expect(load({ E3_WEB_PASSWORD: '123456789012' }).config.web.password).toBe('123456789012')
    write('config/global.yaml', 'web:\n  password: hunter2\n')
    expect(failure().message).toBe(
      'config/global.yaml:2: web.password is not valid; allowed: a text of at least 12 characters.',
    )
    write('config/global.yaml', 'web:\n  password: ${hunter2\n')
    expect(failure().message).not.toContain('hunter2')
  })

  it('names file, line, key, what was found and what is allowed', () => {
    write('config/global.yaml', '# comment\ncomfyui:\n  poll_interval_ms: soon\n')
    const error = failure()
    expect(error.code).toBe('config.invalid')
    expect(error.message).toBe(
      'config/global.yaml:3: comfyui.poll_interval_ms is "soon"; allowed: a whole number from 10 to 600000.',
    )
  })

  it.each([
    ['comfyui:\n  retry_limt: 3\n', 2, 'comfyui.retry_limt is not a known key; did you mean comfyui.retry_limit?'],
    ['\naudiobok:\n  chunk_size: 3\n', 2, 'audiobok is not a known key; did you mean audiobook?'],
    ['comfyui: 5\n', 1, 'comfyui is 5; allowed: the keys api_base_url, servers, timeout_seconds'],
    [
      'comfyui:\n  default_priority: 1000\n',
      2,
      'comfyui.default_priority is 1000; allowed: a whole number from 1 to 999.',
    ],
    [
      'comfyui:\n  servers:\n    - name: a\n      url: ftp://x\n',
      4,
      'comfyui.servers[0].url is "ftp://x"; allowed: an address',
    ],
    [
      'comfyui:\n  servers:\n    - {name: a, url: embedded}\n    - {name: b}\n',
      4,
      'comfyui.servers[1].url is missing; allowed',
    ],
    ['comfyui:\n  servers: []\n', 2, 'comfyui.servers is a list; allowed: a list of at least one server'],
    [
      'comfyui:\n  servers:\n    - {name: a, url: embedded}\n    - {name: a, url: embedded}\n',
      2,
      'each server needs a name of its own',
    ],
    ['media:\n  mp3_kbps: 100\n', 2, 'media.mp3_kbps is 100; allowed: one of 32, 40'],
    ['logging:\n  level: loud\n', 2, 'logging.level is "loud"; allowed: one of debug, info, warn, error.'],
    [
      'audiobook:\n  output_format: cassette\n',
      2,
      'audiobook.output_format is "cassette"; allowed: m4b, mp3, mp3-parts, flac, opus, srt, vtt, epub, video, or several of them.',
    ],
    [
      'audiobook:\n  pauses:\n    head_ms: -1\n',
      3,
      'audiobook.pauses.head_ms is -1; allowed: a whole number from 0 to 20000.',
    ],
    ['paths:\n  foundry: "${oops"\n', 2, 'paths.foundry is "${oops"; allowed between the braces'],
    ['- a\n- b\n', 1, 'the file is a list; allowed: the keys environment'],
    ['a: 1\na: 2\n', 2, 'this is not valid YAML'],
    ['comfyui:\n\tretry_limit: 3\n', 2, 'this is not valid YAML'],
  ])('refuses %j', (text, line, message) => {
    write('config/global.yaml', text)
    const error = failure()
    expect(error.message).toContain(message)
    expect(error.message).toContain(`config/global.yaml:${String(line)}: `)
  })

  it('tells all problems at once, each with its place', () => {
    write('.env', 'fine=1\nnot a line\n')
    write('config/global.yaml', 'comfyui:\n  retry_limit: -1\n')
    write('config/global_alpha.yaml', 'media:\n  aac_kbps: many\n  sample_rate: 44100\n')
    const error = failure()
    expect(error.message).toMatch(/^\.env:2: .* \(and 2 more problems\)$/)
    expect(error.data.problems).toEqual([
      '.env:2: this line is not NAME=value.',
      'config/global.yaml:2: comfyui.retry_limit is -1; allowed: a whole number from 0 to 100.',
      'config/global_alpha.yaml:2: media.aac_kbps is "many"; allowed: a whole number from 32 to 320.',
    ])
  })

  it('does not show the credentials of an address', () => {
    write('config/global.yaml', 'comfyui:\n  api_base_url: ftp://me:secret1@host\n')
    expect(failure().message).not.toContain('secret1')
  })

  it('says that a file cannot be read', () => {
    mkdirSync(join(root, 'config', 'global.yaml'), { recursive: true })
    expect(failure().code).toBe('config.unreadable')
  })
})

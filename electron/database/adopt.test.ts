import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from './open-database.ts'
import { runSql } from './test-sql.ts'

/** What a Python tool with sqlite3 would have made: other column orders, types and defaults than ours. */
const PYTHON_TABLES = `
CREATE TABLE narrators (
  narrator_id TEXT PRIMARY KEY, narrator_name TEXT NOT NULL, voice_sample_path TEXT, voice_model TEXT,
  language TEXT DEFAULT 'en', gender TEXT, description TEXT, active BOOLEAN DEFAULT TRUE,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE titles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, author TEXT, book_id TEXT UNIQUE NOT NULL, genre TEXT, language TEXT,
  publication_year INTEGER, source_url TEXT, audiobook_complete BOOLEAN DEFAULT 0, audiobook_narrator_id TEXT,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  FOREIGN KEY (audiobook_narrator_id) REFERENCES narrators(narrator_id));
CREATE TABLE audiobook_production (
  id INTEGER PRIMARY KEY AUTOINCREMENT, book_id TEXT NOT NULL, narrator_id TEXT, status TEXT DEFAULT 'pending',
  parse_novel_status TEXT DEFAULT 'pending', parse_novel_completed_at TIMESTAMP,
  metadata_status TEXT DEFAULT 'pending', metadata_completed_at TIMESTAMP,
  total_chapters INTEGER DEFAULT 0, total_chunks INTEGER DEFAULT 0, total_words INTEGER,
  audio_generation_status TEXT, audio_generation_completed_at TIMESTAMP, audio_jobs_completed INTEGER DEFAULT 0,
  total_audio_files INTEGER DEFAULT 0, audio_duration_seconds REAL, audio_file_size_bytes INTEGER,
  audio_files_moved_status TEXT, audio_files_moved_completed_at TIMESTAMP,
  audio_combination_planned_status TEXT, audio_combination_planned_completed_at TIMESTAMP,
  audio_combination_status TEXT, audio_combination_completed_at TIMESTAMP,
  image_prompts_status TEXT, image_prompts_started_at TIMESTAMP, image_prompts_completed_at TIMESTAMP,
  image_jobs_generation_status TEXT, image_jobs_generation_completed_at TIMESTAMP,
  image_jobs_completed INTEGER, total_image_jobs INTEGER,
  image_generation_status TEXT, image_generation_completed_at TIMESTAMP,
  subtitle_generation_status TEXT, subtitle_generation_completed_at TIMESTAMP,
  video_generation_status TEXT, video_generation_started_at TIMESTAMP, video_generation_completed_at TIMESTAMP,
  total_videos_created INTEGER, metadata TEXT, retry_count INTEGER DEFAULT 0, max_retries INTEGER DEFAULT 3,
  created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  FOREIGN KEY (book_id) REFERENCES titles(book_id), FOREIGN KEY (narrator_id) REFERENCES narrators(narrator_id));
CREATE TABLE comfyui_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, config_name TEXT NOT NULL UNIQUE, job_type TEXT, workflow_id TEXT,
  priority INTEGER DEFAULT 50, status TEXT CHECK(status IN ('pending','processing','done','failed')) DEFAULT 'pending',
  run_count INTEGER DEFAULT 0, retries_attempted INTEGER DEFAULT 0, retry_limit INTEGER DEFAULT 3,
  start_time TIMESTAMP, end_time TIMESTAMP, duration REAL, error_trace TEXT, metadata TEXT, worker_id TEXT,
  lease_expires_at TIMESTAMP);
CREATE INDEX idx_jobs_status_priority ON comfyui_jobs(status, priority);
CREATE INDEX comfyui_jobs_claim ON comfyui_jobs(status);
CREATE TABLE daily_report (day TEXT PRIMARY KEY, jobs INTEGER REFERENCES comfyui_jobs(id));
CREATE VIEW open_jobs AS SELECT * FROM comfyui_jobs WHERE status = 'pending';
`

const PYTHON_ROWS = `
INSERT INTO narrators (narrator_id, narrator_name, voice_sample_path, voice_model, created_at)
  VALUES ('narrator_001', 'Ada', 'narrators/ada.wav', 'vibevoice', '2025-03-01 09:30:00');
INSERT INTO narrators (narrator_id, narrator_name, active) VALUES ('narrator_002', 'Bo', 0);
INSERT INTO titles (id, book_id, title, author, publication_year, audiobook_complete, audiobook_narrator_id, created_at)
  VALUES (17, 'pg98', 'A Tale of Two Cities', 'Charles Dickens', 1859, 1, 'narrator_001', '2025-03-01T10:00:00.123456');
INSERT INTO audiobook_production (id, book_id, narrator_id, status, parse_novel_status, parse_novel_completed_at,
  audio_generation_status, total_words, audio_duration_seconds, metadata)
  VALUES (5, 'pg98', 'narrator_001', 'in_progress', 'completed', '2025-03-02 08:00:00', 'done', 135000, 47000.5, '{"playlist": "x"}');
INSERT INTO comfyui_jobs (id, config_name, job_type, workflow_id, priority, status, run_count, start_time, duration, metadata)
  VALUES (900, 'T2I_20250301093000_1_cover', 'T2I', 'T2I_flux', 1, 'done', 2, '2025-03-01 09:30:00', 12.25, '{"seed": 7}'),
         (901, 'SPEECH_20250301093001_1_ch1', 'SPEECH', 'T2S_vibe', 50, 'pending', 0, NULL, NULL, NULL);
INSERT INTO daily_report VALUES ('2025-03-01', 900);
`

let dir = ''
let file = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'e3-adopt-'))
  file = join(dir, 'alpha_e3_agent.db')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function pythonDatabase(...sql: string[]): void {
  runSql(file, sql.join(';'))
}

function adopt(check: (database: Database) => void): void {
  const database = openDatabase(file, { access: 'write' })
  check(database)
  database.close()
}

function query(sql: string): unknown[] {
  const connection = new BetterSqlite(file)
  const rows = connection.prepare(sql).all()
  connection.close()
  return rows
}

describe('a database of the Python E3', () => {
  it('opens with every row, id and value', () => {
    pythonDatabase(PYTHON_TABLES, PYTHON_ROWS)
    adopt(({ narrators, titles, productions, jobs }) => {
      expect(narrators.list()).toMatchObject([
        {
          narratorId: 'narrator_001',
          name: 'Ada',
          voiceSamplePath: 'narrators/ada.wav',
          voiceModel: 'vibevoice',
          active: true,
        },
        { narratorId: 'narrator_002', name: 'Bo', active: false, language: 'en' },
      ])
      expect(titles.get('pg98')).toMatchObject({
        id: 17,
        title: 'A Tale of Two Cities',
        publicationYear: 1859,
        audiobookComplete: true,
        audiobookNarratorId: 'narrator_001',
        createdAt: '2025-03-01T10:00:00.123Z',
      })
      expect(productions.list()).toMatchObject([
        {
          id: 5,
          status: 'processing',
          steps: { parse_novel: 'completed', audio_generation: 'completed', video_generation: 'pending' },
          totalWords: 135_000,
          audioDurationSeconds: 47_000.5,
          metadata: { playlist: 'x', formats: [] },
        },
      ])
      expect(jobs.list()).toMatchObject([
        {
          id: 900,
          status: 'done',
          runCount: 2,
          priority: 1,
          durationS: 12.25,
          metadata: { seed: 7 },
          startTime: '2025-03-01T09:30:00.000Z',
        },
        { id: 901, status: 'pending', metadata: {}, inputs: {} },
      ])
    })
    expect(query('SELECT parse_novel_completed_at AS time FROM audiobook_production')).toEqual([
      { time: '2025-03-02T08:00:00.000Z' },
    ])
  })

  it('is copied before anything is changed', () => {
    pythonDatabase(PYTHON_TABLES, PYTHON_ROWS)
    adopt(() => undefined)
    const [copy, ...others] = readdirSync(join(dir, 'backups'))
    expect(others).toEqual([])
    expect(copy).toMatch(/^alpha_e3_agent-\d{8}T\d{9}Z\.db$/)
    const backup = new BetterSqlite(join(dir, 'backups', copy!))
    expect(backup.prepare('SELECT created_at FROM narrators').pluck().get()).toBe('2025-03-01 09:30:00')
    expect(backup.pragma('integrity_check', { simple: true })).toBe('ok')
    backup.close()
  })

  it('is ours afterwards: it takes new work and opens again without another copy', () => {
    pythonDatabase(PYTHON_TABLES, PYTHON_ROWS)
    adopt(({ jobs }) => {
      const job = {
        jobType: 'T2I',
        workflowId: 'w',
        priority: 2,
        retryLimit: 1,
        inputs: {},
        outputPath: 'x',
        productionId: 5,
      } as const
      expect(jobs.enqueue([{ ...job, configName: 'new', metadata: {} }])).toEqual([902])
    })
    adopt(({ jobs }) => expect(jobs.counts()).toMatchObject({ pending: 2, done: 1 }))
    expect(readdirSync(join(dir, 'backups'))).toHaveLength(1)
    expect(query('PRAGMA foreign_key_check')).toEqual([])
  })

  it('keeps columns, tables, views and indexes that the studio does not know', () => {
    pythonDatabase(
      PYTHON_TABLES,
      `ALTER TABLE titles ADD COLUMN "shelf mark" VARCHAR(20) DEFAULT 'A1'; ALTER TABLE titles ADD COLUMN rating REAL;`,
      PYTHON_ROWS,
      `UPDATE titles SET "shelf mark" = 'B''2', rating = 4.5;
       CREATE TRIGGER count_titles AFTER INSERT ON titles BEGIN INSERT INTO daily_report VALUES (NEW.book_id, NULL); END;`,
    )
    adopt(({ titles }) => titles.upsert({ bookId: 'pg2', title: 'T', author: 'A', language: 'en' }))
    expect(query('SELECT "shelf mark" AS mark, rating FROM titles')).toEqual([
      { mark: "B'2", rating: 4.5 },
      { mark: 'A1', rating: null },
    ])
    expect(query('SELECT * FROM daily_report')).toEqual([
      { day: '2025-03-01', jobs: 900 },
      { day: 'pg2', jobs: null },
    ])
    expect(query('SELECT id FROM open_jobs')).toEqual([{ id: 901 }])
    expect(query(`SELECT name FROM sqlite_master WHERE name = 'idx_jobs_status_priority'`)).toHaveLength(1)
    expect(query(`SELECT name FROM sqlite_master WHERE name LIKE 'older%'`)).toEqual([])
  })

  it('loses no row whose narrator or title is gone', () => {
    pythonDatabase(
      PYTHON_TABLES,
      `INSERT INTO titles (book_id, title, author, audiobook_narrator_id) VALUES ('pg1', 'T', 'A', 'narrator_777');
       INSERT INTO audiobook_production (id, book_id, narrator_id) VALUES (1, 'pg404', 'narrator_888'), (2, 'pg1', NULL);`,
    )
    adopt(({ titles, narrators, productions }) => {
      expect(productions.list().map(({ id, bookId, narratorId }) => [id, bookId, narratorId])).toEqual([
        [2, 'pg1', 'unknown'],
        [1, 'pg404', 'narrator_888'],
      ])
      expect(titles.get('pg404')).toMatchObject({ title: 'pg404', author: 'Unknown' })
      expect(narrators.list({ active: true })).toEqual([])
      expect(narrators.list().map(({ narratorId }) => narratorId)).toEqual(['narrator_777', 'narrator_888', 'unknown'])
    })
    expect(query('PRAGMA foreign_key_check')).toEqual([])
  })

  it('takes rows that break our rules: other words, bad JSON, doubles, priorities out of range', () => {
    pythonDatabase(
      `CREATE TABLE comfyui_jobs (config_name TEXT, status TEXT, priority INTEGER, metadata TEXT, start_time);
       INSERT INTO comfyui_jobs VALUES ('a', 'COMPLETED', 0, '{''python'': True}', 1740821400), ('a', 'weird', 5000, '[1]', 'soon'),
         (NULL, 'error', NULL, '', NULL);
       CREATE TABLE chunks (id INTEGER, words TEXT); INSERT INTO chunks VALUES (1, 'mine');`,
    )
    adopt(({ jobs }) => {
      expect(jobs.list().map(({ configName, status, priority }) => [configName, status, priority])).toEqual([
        ['a', 'done', 1],
        ['a~2', 'failed', 999],
        ['unknown', 'failed', 50],
      ])
      expect(jobs.list().map(({ metadata }) => metadata)).toEqual([{ older: `{'python': True}` }, { older: [1] }, {}])
      expect(jobs.list().map(({ startTime }) => startTime)).toEqual(['2025-03-01T09:30:00.000Z', 'soon', null])
    })
    expect(query('SELECT words FROM older_chunks')).toEqual([{ words: 'mine' }])
  })

  it('is left alone when it turns out to be something else', () => {
    pythonDatabase('CREATE TABLE titles (isbn TEXT); INSERT INTO titles VALUES (1)')
    expect(() => openDatabase(file, { access: 'write' })).toThrow('has a table titles without the column book_id')
    expect(query('SELECT * FROM titles')).toEqual([{ isbn: '1' }])
  })
})

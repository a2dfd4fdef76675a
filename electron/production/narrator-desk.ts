import type { Agent } from '#electron/comfyui/agent/agent.ts'
import type { Logger } from '#electron/log/logger.ts'
import type { Narrator } from '#shared/models/narrator.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { NarratorCard, NarratorDraft, SampleReport, VoiceModel, Waveform } from '#shared/models/narrator-card.ts'
import { requireNarrator } from './choose-narrator.ts'
import { narratorCards, type CardSources } from './narrator-cards.ts'
import { nextNarratorId } from './narrator-id.ts'
import type { NarratorSamples } from './narrator-samples.ts'
import type { SampleWords } from './sample-words.ts'
import { sampleWordsOf, voiceModels } from './voice-models.ts'
import { misfit, readClassInputs } from './voice-parameters.ts'
import { problemOfServers } from './missing-on-servers.ts'

type Editable = Omit<NarratorDraft, 'sampleText'> & Pick<Narrator, 'active' | 'sampleText'>
/** What is left out stays as it is. */
export type NarratorChanges = { [Key in keyof Editable]?: Editable[Key] | undefined }

export interface NarratorDeskOptions extends CardSources {
  samples: NarratorSamples
  words: Pick<SampleWords, 'recognise'>
  agent: Pick<Agent, 'describeClass' | 'fits' | 'isLackedByAll'>
  tell: (card: NarratorCard) => void
  log: Logger
}

/** Where narrators are made and changed; a changed voice is heard in what is spoken from then on. */
export class NarratorDesk {
  readonly #options: NarratorDeskOptions
  readonly #listening = new Set<string>()

  constructor(options: NarratorDeskOptions) {
    this.#options = options
  }

  /** By id. */
  list(): Promise<NarratorCard[]> {
    return narratorCards(this.#options.database.narrators.list(), this.#options)
  }

  /** With the ranges and choices that connected servers give, and with what they lack. */
  voiceModels(): VoiceModel[] {
    const { workflows, agent } = this.#options
    const models = voiceModels(workflows, (classType) => readClassInputs(agent.describeClass(classType)))
    return models.map((model) => ({ ...model, problem: model.problem ?? problemOfServers(model.workflowId, agent) }))
  }

  /** Throws `narrator.badVoice` for a voice model or setting that is none. */
  async create(draft: NarratorDraft): Promise<NarratorCard> {
    const { narrators } = this.#options.database
    const narratorId = nextNarratorId(narrators.list())
    this.#assertVoice(draft)
    return this.#save({
      ...draft,
      narratorId,
      voiceSamplePath: null,
      sampleText: draft.sampleText ?? null,
      active: true,
    })
  }

  /**
   * Throws `narrator.unknown`, and `narrator.badVoice` when a changed voice does not fit.
   *
   * Settings that a newly chosen voice model does not take are dropped.
   */
  async update(narratorId: string, changes: NarratorChanges): Promise<NarratorCard> {
    const before = this.#require(narratorId)
    const after: Narrator = { ...before, ...given(changes) }
    if (changes.voiceModel === undefined && changes.parameters === undefined) return this.#save(after)
    if (changes.parameters === undefined) after.parameters = this.#taken(after)
    this.#assertVoice(after)
    const card = await this.#save(after)
    if (after.voiceModel !== before.voiceModel) this.#listenLater(narratorId)
    return card
  }

  /** Throws `narrator.unknown` and what `NarratorSamples.keep` throws; then the narrator keeps the earlier recording. */
  async setSample(narratorId: string, upload: { name: string; bytes: Uint8Array }): Promise<SampleReport> {
    this.#require(narratorId)
    const { path, report } = await this.#options.samples.keep(narratorId, upload)
    // Whatever was changed while the recording was converted stays.
    const now = this.#require(narratorId)
    const isSame = now.voiceSamplePath === path
    await this.#save({ ...now, voiceSamplePath: path, sampleText: isSame ? now.sampleText : null })
    this.#listenLater(narratorId)
    return report
  }

  /** The narrator forgets its recording, whose file stays, and what it says. Throws `narrator.unknown`. */
  async removeSample(narratorId: string): Promise<NarratorCard> {
    return this.#save({ ...this.#require(narratorId), voiceSamplePath: null, sampleText: null })
  }

  /** Throws `narrator.unknown`, `sample.none` or `sample.unreadable`. */
  async waveform(narratorId: string): Promise<Waveform> {
    return this.#options.samples.waveform(this.#require(narratorId))
  }

  /** Tells the windows what the narrator is like now. Throws `narrator.unknown`. */
  async refresh(narratorId: string): Promise<NarratorCard> {
    const [card] = await narratorCards([this.#require(narratorId)], this.#options)
    if (card === undefined) throw new Error(`No card was made of ${narratorId}`)
    this.#options.tell(card)
    return card
  }

  /** As `refresh`, for callers that do not wait: what goes wrong is logged. */
  readonly refreshLater = (narratorId: string): void => {
    this.#later(this.refresh(narratorId), { narratorId })
  }

  /** Tells every card again: what connected servers can speak has changed. */
  refreshAll(): void {
    // Words that were found late would change a voice that does without them in the middle of a book.
    for (const { narratorId, voiceModel } of this.#options.database.narrators.list()) {
      if (this.#wordsFor(voiceModel) === 'needed') this.#listenLater(narratorId)
    }
    this.#later(this.list().then((cards) => cards.forEach((card) => this.#options.tell(card))))
  }

  /** Has the recording's words recognised where the voice model makes something of them and nobody has written them down. */
  #listenLater(narratorId: string): void {
    const { voiceModel, voiceSamplePath, sampleText } = this.#require(narratorId)
    if (voiceSamplePath === null || sampleText !== null || this.#wordsFor(voiceModel) === 'unused') return
    if (this.#listening.has(narratorId)) return
    this.#listening.add(narratorId)
    const listening = this.#listen(narratorId, voiceSamplePath).finally(() => this.#listening.delete(narratorId))
    this.#later(listening, { narratorId })
  }

  async #listen(narratorId: string, path: string): Promise<void> {
    const words = await this.#options.words.recognise(path)
    const now = this.#require(narratorId)
    if (words === null || now.voiceSamplePath !== path || now.sampleText !== null) return
    await this.#save({ ...now, sampleText: words })
  }

  #wordsFor(voiceModel: string): VoiceModel['sampleWords'] {
    const { workflows } = this.#options
    return workflows.isUsable(voiceModel) ? sampleWordsOf(workflows.get(voiceModel)) : 'unused'
  }

  #later(telling: Promise<unknown>, fields: Record<string, unknown> = {}): void {
    telling.catch((error: unknown) =>
      this.#options.log.warn('Something about a narrator could not be done', { ...fields, error }),
    )
  }

  #save(narrator: Narrator): Promise<NarratorCard> {
    this.#options.database.narrators.upsert(narrator)
    return this.refresh(narrator.narratorId)
  }

  #require(narratorId: string): Narrator {
    return requireNarrator(this.#options.database.narrators, narratorId)
  }

  #taken({ voiceModel, parameters }: Pick<Narrator, 'voiceModel' | 'parameters'>): Narrator['parameters'] {
    const known = this.#requireModel(voiceModel).parameters
    return Object.fromEntries(
      Object.entries(parameters).filter(([name, value]) =>
        known.some((parameter) => parameter.name === name && misfit(parameter, value) === null),
      ),
    )
  }

  #assertVoice({ voiceModel, parameters }: Pick<Narrator, 'voiceModel' | 'parameters'>): void {
    const model = this.#requireModel(voiceModel)
    for (const [name, value] of Object.entries(parameters)) {
      const parameter = model.parameters.find((candidate) => candidate.name === name)
      const fault = parameter === undefined ? 'is no setting of this voice model' : misfit(parameter, value)
      if (fault !== null) {
        throw new AppError('narrator.badVoice', `${parameter?.label ?? name} ${fault}.`, {
          data: { field: `parameters.${name}` },
        })
      }
    }
  }

  #requireModel(workflowId: string): VoiceModel {
    const model = this.voiceModels().find((candidate) => candidate.workflowId === workflowId)
    if (model !== undefined) return model
    throw new AppError('narrator.badVoice', `There is no voice model “${workflowId}”. Choose one of the list.`, {
      data: { field: 'voiceModel' },
    })
  }
}

/** All but what is left out, which stays as it is. */
function given(changes: NarratorChanges): Partial<Editable> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

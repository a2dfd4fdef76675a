import { z } from 'zod'
import { AppError } from '#shared/models/app-error.ts'
import { plainWords } from './server-words.ts'

const text = z.string().catch('')
const complaintSchema = z.looseObject({
  type: text,
  message: text,
  details: text,
  extra_info: z
    .looseObject({ input_name: text, received_value: z.unknown() })
    .catch({ input_name: '', received_value: null }),
})
type Complaint = z.infer<typeof complaintSchema>

const nodeErrorSchema = z.looseObject({ class_type: text, errors: z.array(complaintSchema).catch([]) })
const refusalSchema = z.looseObject({
  error: z
    .looseObject({ type: text, message: text, details: z.unknown().optional() })
    .or(z.string().transform((message) => ({ type: '', message, details: '' })))
    .optional()
    .catch(undefined),
  node_errors: z.record(z.string(), nodeErrorSchema).catch({}),
})

const MODEL_FILE = /\.(safetensors|sft|ckpt|pth?|gguf|bin|onnx|engine)$/i
const MODEL_INPUT = /^model|^(?!.*(sampler|scheduler|style|preset|voice|speaker|file)_).*_name$/i
const FILE_NOT_THERE = /Invalid \w+ file: (.+)$/s
const MAX_NODES = 20
const MAX_CHARACTERS = 300

/**
 * What a server says of a prompt that it did not take as it was: `job.missingNode`, `job.missingModel` or `job.invalid`.
 *
 * Null when the body holds no complaint. The message starts with the server's own words.
 */
export function readRefusal(body: unknown): AppError | null {
  const parsed = refusalSchema.safeParse(body)
  if (!parsed.success) return null
  const { error, node_errors: nodeErrors } = parsed.data
  const nodes = Object.entries(nodeErrors).map(([id, { class_type: type, errors }]) => {
    return { name: `node ${plainWords(id, 40)} (${plainWords(type, 100)})`, errors }
  })
  if (!error && nodes.length === 0) return null

  const said = plainWords(error?.message ?? 'Prompt outputs failed validation', MAX_CHARACTERS)
  const own = typeof error?.details === 'string' ? plainWords(error.details, MAX_CHARACTERS) : ''
  const details = nodes.length === 0 && own !== said ? own : ''
  const complaints = nodes.slice(0, MAX_NODES).map(({ name, errors }) => `${name}: ${wordsOf(errors)}`)
  const rest = nodes.length > MAX_NODES ? `and ${nodes.length - MAX_NODES} more nodes` : ''
  const message = [said.replace(/\.$/, ''), details, ...complaints, rest].filter((part) => part !== '').join('; ')

  // 0.3.64 calls a missing class invalid_prompt; later servers have a type of its own.
  const isMissingNode = error?.type === 'missing_node_type' || /node .+ does not exist/i.test(said)
  if (isMissingNode) {
    return new AppError('job.missingNode', `${message}. Install the node pack that has it on the server.`)
  }
  const models = nodes.flatMap(({ name, errors }) => errors.flatMap((complaint) => missingModel(name, complaint)))
  if (models.length === 0) {
    const files = nodes.flatMap(({ errors }) => errors.flatMap(missingFile)).slice(0, MAX_NODES)
    const remedy =
      files.length === 0
        ? ''
        : ` The server has no file ${[...new Set(files)].join(', ')}. Name one of the workspace, or one in the server’s input folder.`
    return new AppError('job.invalid', `${message}.${remedy}`)
  }
  const missing = models.slice(0, MAX_NODES).join(', ')
  return new AppError(
    'job.missingModel',
    `${message}. The server lacks ${missing}. Put it into the server's models folder.`,
  )
}

function wordsOf(errors: readonly Complaint[]): string {
  const words = errors.map(({ message, details }) => (details === '' ? message : `${message} (${details})`))
  return words
    .slice(0, MAX_NODES)
    .map((line) => plainWords(line, MAX_CHARACTERS))
    .toSorted()
    .join(', ')
}

/** The model that an input names and the server does not list. */
function missingModel(
  node: string,
  { type, details, extra_info: { input_name: input, received_value: value } }: Complaint,
): string[] {
  if (type !== 'value_not_in_list') return []
  // Some versions tell the input and its value in words only: `ckpt_name: 'x.safetensors' not in […]`.
  const [, toldInput = '', toldValue = ''] = /^(\w+): '(.*?)' not in /s.exec(details) ?? []
  const model = typeof value === 'string' ? value : toldValue
  const isModel = MODEL_FILE.test(model) || MODEL_INPUT.test(input || toldInput)
  return isModel && model !== '' ? [`the model ${plainWords(model, 120)} for ${node}`] : []
}

/** The file that a node was to load and that the server's folders do not have. */
function missingFile({ details }: Complaint): string[] {
  const name = FILE_NOT_THERE.exec(details)?.[1]
  return name === undefined ? [] : [plainWords(name, 120)]
}

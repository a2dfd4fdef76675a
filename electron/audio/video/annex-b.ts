/** A piece of encoded H.264, all pictures in their order, one slice each. */
export interface EncodedPictures {
  /** Sequence and picture parameters, as they must be said before the first picture. */
  parameters: Buffer
  /** One entry a picture, its start code included. */
  pictures: readonly Buffer[]
}

const START_CODE = Buffer.of(0, 0, 0, 1)
const SHORT_START_CODE = START_CODE.subarray(1)
const NAL = { slice: 1, keyframe: 5, sequenceParameters: 7, pictureParameters: 8 }

/** Takes an H.264 byte stream apart; remarks of the encoder are left out. */
export function parseAnnexB(stream: Buffer): EncodedPictures {
  const parameters: Buffer[] = []
  const pictures: Buffer[] = []
  let start = stream.indexOf(SHORT_START_CODE)
  while (start >= 0) {
    const next = stream.indexOf(SHORT_START_CODE, start + SHORT_START_CODE.length)
    const unit = withoutZeros(stream.subarray(start + SHORT_START_CODE.length, next < 0 ? undefined : next))
    const type = (unit[0] ?? 0) & 31
    const whole = Buffer.concat([START_CODE, unit])
    if (type === NAL.sequenceParameters || type === NAL.pictureParameters) parameters.push(whole)
    if (type === NAL.slice || type === NAL.keyframe) pictures.push(whole)
    start = next
  }
  return { parameters: Buffer.concat(parameters), pictures }
}

/** The zero before a long start code belongs to that, not to the unit before it. */
function withoutZeros(unit: Buffer): Buffer {
  let end = unit.length
  while (end > 0 && unit[end - 1] === 0) end--
  return unit.subarray(0, end)
}

import type { PictureCard } from '#shared/models/picture.ts'
import { StateMark } from '#renderer/ui/state-mark.tsx'
import { stateOf } from './picture-words.ts'

/** In the place of a picture that is not drawn yet, or could not be. */
export function Unfinished({ picture }: { picture: PictureCard }) {
  const { state, label } = stateOf(picture)
  return (
    <span className="flex size-full flex-col items-center justify-center gap-2 p-3 text-center text-small">
      <StateMark state={state} label={label} isLabelShown />
      {picture.error !== null && <span className="line-clamp-4 max-w-[48ch] text-muted">{picture.error}</span>}
    </span>
  )
}

const BARS = 80
const HEIGHT = 40
const GAP_SHARE = 0.35

/** The loudness of a sound over its length, for the eye; what it says is in the text around it. */
export function WaveformImage({ peaks }: { peaks: readonly number[] }) {
  return (
    <svg aria-hidden viewBox={`0 0 ${BARS} ${HEIGHT}`} preserveAspectRatio="none" className="size-full text-muted">
      {loudestOf(peaks, BARS).map((peak, bar) => {
        const height = Math.max(1, peak * HEIGHT)
        return (
          <rect key={bar} x={bar} y={(HEIGHT - height) / 2} width={1 - GAP_SHARE} height={height} fill="currentColor" />
        )
      })}
    </svg>
  )
}

/** As many slices as there are bars, each as loud as its loudest point; the whole is scaled to its own peak. */
export function loudestOf(peaks: readonly number[], bars: number): number[] {
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0)
  return Array.from({ length: bars }, (_none, bar) => {
    const from = Math.floor((bar * peaks.length) / bars)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / bars))
    const slice = peaks.slice(from, to)
    return loudest === 0 ? 0 : slice.reduce((most, peak) => Math.max(most, peak), 0) / loudest
  })
}

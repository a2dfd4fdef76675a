import { useEffect, useRef, useState } from 'react'
import { startRecording, type Recording } from './recorder.ts'

const TICK_MS = 200

/** The microphone for one view: closing the view ends what is being recorded. */
export function useRecording() {
  const recording = useRef<Recording | null>(null)
  const [startedMs, setStartedMs] = useState<number | null>(null)
  const [elapsedMs, setElapsedMs] = useState(0)

  useEffect(() => () => recording.current?.discard(), [])
  useEffect(() => {
    if (startedMs === null) return
    const timer = setInterval(() => setElapsedMs(performance.now() - startedMs), TICK_MS)
    return () => clearInterval(timer)
  }, [startedMs])

  const start = async () => {
    recording.current = await startRecording()
    setElapsedMs(0)
    setStartedMs(performance.now())
  }
  const finish = async () => {
    const finished = recording.current?.finish()
    recording.current = null
    setStartedMs(null)
    return finished
  }
  return { isRecording: startedMs !== null, elapsedMs, start, finish }
}

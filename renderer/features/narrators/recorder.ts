/** A recording from the microphone that is under way. */
export interface Recording {
  /** Ends it and gives what was recorded. */
  finish: () => Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }>
  /** Ends it and forgets it. */
  discard: () => void
}

/** Opens the microphone; rejects with a sentence that can be shown when there is none or it may not be used. */
export async function startRecording(): Promise<Recording> {
  const stream = await openMicrophone()
  const recorder = new MediaRecorder(stream)
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const stopped = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }))
  recorder.start()

  const end = async () => {
    if (recorder.state !== 'inactive') recorder.stop()
    await stopped
    for (const track of stream.getTracks()) track.stop()
  }
  return {
    finish: async () => {
      await end()
      const extension = recorder.mimeType.includes('ogg') ? 'ogg' : recorder.mimeType.includes('mp4') ? 'm4a' : 'webm'
      return { name: `recording.${extension}`, bytes: new Uint8Array(await new Blob(parts).arrayBuffer()) }
    },
    discard: () => void end(),
  }
}

async function openMicrophone(): Promise<MediaStream> {
  try {
    // What cleans speech for a call would change the voice that is to be cloned.
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    })
  } catch (error) {
    const isForbidden = error instanceof DOMException && error.name === 'NotAllowedError'
    throw new Error(
      isForbidden
        ? 'The microphone may not be used. Allow it for E3 Studio in the settings of your system.'
        : 'No microphone was found. Plug one in, or choose a file instead.',
      { cause: error },
    )
  }
}

/** The production was paused or cancelled, or the studio is closing: the step ends without having failed. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

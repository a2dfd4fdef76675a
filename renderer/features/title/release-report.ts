import { mediaAddress } from '#shared/contract/media.ts'
import type { ReleaseCard } from '#shared/models/release.ts'
import { mediaUrl } from '#renderer/bridge.ts'
import { toast } from '#renderer/ui/toast.ts'

const REPORT_FILE = 'report.html'

/** Opens the printable report beside the studio, and the print dialog over it. */
export function printReport({ productionId, profileId, measuredAt }: ReleaseCard): void {
  const page = window.open(mediaUrl(mediaAddress.release(productionId, profileId, REPORT_FILE, measuredAt ?? '')))
  if (page === null) toast.say('The browser kept the report from opening. Allow windows of this page, then try again.')
  else page.addEventListener('load', () => page.print(), { once: true })
}

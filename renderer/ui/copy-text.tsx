import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from './button.tsx'
import { toast } from './toast.ts'

const SHOWN_MS = 2000

/** A text that is needed elsewhere, with a button that copies it where the page may do so. */
export function CopyText({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="min-w-0 truncate font-mono text-small select-text">{text}</span>
      {window.isSecureContext && (
        <IconButton
          size="small"
          label={isCopied ? 'Copied' : `Copy ${text}`}
          icon={isCopied ? Check : Copy}
          onClick={() =>
            void navigator.clipboard.writeText(text).then(
              () => setCopied(true),
              (error: unknown) => toast.fail(error),
            )
          }
        />
      )}
    </span>
  )
}

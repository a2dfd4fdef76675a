import { AppError } from '#shared/models/app-error.ts'
import { codeOf, NotConnectedError } from './transport.ts'

const TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO)/
const NAME_UNKNOWN = /^(ENOTFOUND|EAI_)/
const UNSIGNED = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/

/**
 * A broken connection to the server `name` in words.
 *
 * `server.unreachable` and `server.certificate` when nothing was sent, `server.protocol` when the answer is no HTTP, else `server.noAnswer`.
 */
export function connectionError(error: unknown, name: string): AppError {
  const code = codeOf(error)
  const options = { cause: error, data: { reason: code } }
  if (error instanceof NotConnectedError) {
    if (TLS.test(code)) return new AppError('server.certificate', certificateWords(code, name), options)
    const remedy = NAME_UNKNOWN.test(code)
      ? 'No machine of that name is known: check how it is written.'
      : 'Is ComfyUI running there?'
    return new AppError('server.unreachable', `${name} cannot be reached (${code}). ${remedy}`, options)
  }
  if (code.startsWith('HPE_')) {
    const message = `${name} does not answer as a web server does (${code}). Check the port, and whether the address begins with https://.`
    return new AppError('server.protocol', message, options)
  }
  return new AppError('server.noAnswer', `${name} broke off its answer (${code}).`, options)
}

function certificateWords(code: string, name: string): string {
  if (UNSIGNED.test(code)) {
    return (
      `${name} shows a certificate that no known authority has signed (${code}). If it is your own, save the certificate of ` +
      `its authority in a file, name that file in the environment variable NODE_EXTRA_CA_CERTS and start E3 Studio again.`
    )
  }
  if (code.startsWith('CERT_')) {
    return `${name} shows a certificate that is not valid today (${code}). Renew it there, or set the clock of this machine.`
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return `${name} shows a certificate that is made out to another name. Use the name that stands in it as the address.`
  }
  return `${name} cannot be talked to over https (${code}). Does its address begin with http:// instead?`
}

/** What the page without a session says. */
export interface SignInPage {
  hasPassword: boolean
  /** Why the last try failed; a sentence of ours, never of a request. */
  problem?: string
}

/** The policy of this page alone: no script at all, and a form that only the studio may receive. */
export const SIGN_IN_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** What a browser sees that is not signed in; plain HTML, since nothing else is served to it. */
export function signInPage({ hasPassword, problem }: SignInPage): string {
  return page(`
    <h1>E3 Studio</h1>
    ${problem === undefined ? '' : `<p role="alert">${problem}</p>`}
    ${hasPassword ? FORM : ''}
    <p>${hasPassword ? 'Or open' : 'This browser is not signed in. Open'} the newest address that the studio has printed where it was started. Each
    address signs one browser in; as soon as it is used, the next one is printed.</p>`)
}

/** Follows a link from another site once more from here, so that the browser sends our cookie along. */
export function enterPage(): string {
  return page('<p><a href="/">Open E3 Studio</a></p>', '<meta http-equiv="refresh" content="0; url=/">')
}

const FORM = `
    <form method="post" action="/sign-in">
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
      <button>Sign in</button>
    </form>`

function page(content: string, head = ''): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="dark light">
    <title>E3 Studio</title>${head}
    <style>
      :root { color-scheme: dark light; font: 16px/1.5 system-ui, sans-serif }
      body { display: grid; place-content: center; min-height: 100vh; margin: 0; background: Canvas; color: CanvasText }
      main { max-width: 26rem; padding: 2rem }
      h1 { font-size: 1.5rem }
      form { display: grid; gap: .5rem; margin: 1.5rem 0 }
      input, button { font: inherit; padding: .5rem .75rem; border-radius: .5rem; border: 1px solid GrayText }
      button { background: #c2410c; border-color: #c2410c; color: #fff; font-weight: 600 }
      [role=alert] { padding: .5rem .75rem; border-left: 3px solid #c2410c }
    </style>
  </head>
  <body><main>${content}
  </main></body>
</html>
`
}

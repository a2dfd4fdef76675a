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
    <p>${hasPassword ? 'Or open' : 'This browser is not signed in. Open'} the newest address that the studio has printed
    where it was started. Each address signs one browser in; as soon as it is used, the next one is printed.</p>`)
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
    <meta name="color-scheme" content="dark">
    <title>E3 Studio</title>${head}
    <style>
      body { display: grid; place-content: center; min-height: 100vh; margin: 0; font: 16px/1.5 system-ui, sans-serif;
        background: oklch(0.16 0.01 60); color: oklch(0.955 0.006 60) }
      main { max-width: 26rem; padding: 2rem }
      h1 { font: 500 1.75rem/1.2 Georgia, serif }
      form { display: grid; gap: .5rem; margin: 1.5rem 0 }
      input, button { font: inherit; padding: .5rem .75rem; border-radius: .5rem; border: 1px solid oklch(0.56 0.01 60) }
      input { background: oklch(0.195 0.01 60); color: inherit }
      a { color: oklch(0.78 0.14 55) }
      button { background: oklch(0.72 0.17 50); border-color: transparent; color: oklch(0.16 0.01 60); font-weight: 600 }
      :focus-visible { outline: 2px solid oklch(0.78 0.14 55); outline-offset: 2px }
      [role=alert] { padding: .5rem .75rem; border-left: 3px solid oklch(0.74 0.14 22) }
    </style>
  </head>
  <body><main>${content}
  </main></body>
</html>
`
}

import { ACTIVE_CLASS } from './archive-names.ts'

/**
 * The book's look. It sets no colour of text or page, so that a reader's own themes hold; the highlight is a
 * translucent tone that shows on both paper and night.
 */
export const STYLESHEET = `html {
  font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif;
  line-height: 1.5;
}
body {
  margin: 0 5%;
}
h1, h2, .part, .title-page {
  text-align: center;
}
h1, h2 {
  font-weight: normal;
  line-height: 1.25;
  margin: 3em 0 2em;
}
h1 {
  font-size: 1.6em;
}
h2 {
  font-size: 1.4em;
}
header h1 {
  margin-bottom: 0;
}
header h2 {
  margin-top: 1em;
}
p {
  margin: 0;
  text-indent: 1.4em;
}
h1 + p, h2 + p, header + p, hr + p, .title-page p {
  text-indent: 0;
}
hr {
  border: none;
  border-top: 1px solid;
  margin: 1.5em auto;
  opacity: 0.4;
  width: 20%;
}
.title-page p {
  margin: 1em 0;
}
.cover {
  margin: 0;
  text-align: center;
}
.cover img {
  height: auto;
  max-height: 100%;
  max-width: 100%;
}
.${ACTIVE_CLASS} {
  background-color: rgba(255, 176, 0, 0.38);
}
`

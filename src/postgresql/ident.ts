import { operational } from '../errors/kinds.js'
import { renderToken } from './hba/tokens.js'

/**
 * The notation that means this very name in pg_ident.conf. Throws `PGLIFT_IDENT_NAME` for a name that no map can carry:
 * empty, with a newline or NUL, or beginning with a slash (a regular expression even between quotes).
 */
export function identName(name: string): string {
  if (name === '' || /^\/|[\n\0]/.test(name) || !name.isWellFormed()) throw invalidName(name)
  // Quotes are kept where they count: `all`, `+group` and `@file` mean something else without them.
  return renderToken({ text: name, quoted: true }, name === 'all' || /^[+@]/.test(name))
}

function invalidName(name: string): Error {
  return operational('PGLIFT_IDENT_NAME', `invalid name ${JSON.stringify(name)} for a user name map`, {
    hint: 'Use a name on one line that does not begin with a slash; put double quotes around one that has blanks.',
  })
}

/** A text with placeholders, taken apart: what stands as is, and what is replaced. */
export type FormatPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string }

/** A text that is no format string; `offset` counts UTF-16 units from its start. */
export class FormatSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message)
  }
}

const TOKEN = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g
const NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/

/**
 * Takes apart a format string as Python's `str.format` reads it, of which the part that site templates use:
 * `{name}`, `{name.attribute}`, and `{{` and `}}` for braces.
 *
 * @throws FormatSyntaxError for a lone brace, or a placeholder that is no name (`{}`, `{x!r}`, `{x:>8}`).
 */
export function parseFormat(source: string): FormatPart[] {
  const parts: FormatPart[] = []
  let text = ''
  let end = 0
  for (const match of source.matchAll(TOKEN)) {
    const [token, name] = match
    text += source.slice(end, match.index)
    end = match.index + token.length
    if (token === '{{' || token === '}}') {
      text += token[0]
    } else if (name === undefined) {
      throw new FormatSyntaxError(`single '${token}'; write '${token}${token}' for a brace`, match.index)
    } else if (!NAME.test(name)) {
      throw new FormatSyntaxError(`unsupported placeholder '${token}'`, match.index)
    } else {
      if (text !== '') parts.push({ kind: 'text', text })
      parts.push({ kind: 'placeholder', name })
      text = ''
    }
  }
  text += source.slice(end)
  if (text !== '') parts.push({ kind: 'text', text })
  return parts
}

/** Puts a format string together; `replacement` is asked once for each placeholder and its answer is not read again. */
export function format(source: string, replacement: (name: string) => string): string {
  return parseFormat(source)
    .map((part) => (part.kind === 'text' ? part.text : replacement(part.name)))
    .join('')
}

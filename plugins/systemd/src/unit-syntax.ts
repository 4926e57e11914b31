import { operational } from '@pglift/sdk'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/

/** Whether a text is one line, and nothing but text. */
export function isLine(text: string): boolean {
  return !CONTROL.test(text)
}

function requireLine(text: string): void {
  if (!isLine(text))
    throw operational(
      'PGLIFT_SYSTEMD_SYNTAX',
      `can't be written to a unit file, it holds a control character: ${JSON.stringify(text)}`,
    )
}

/** Text in which nothing is syntax between double quotes; `%` begins a specifier everywhere. */
function escapedText(text: string): string {
  requireLine(text)
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')
}

/** One word of a setting that is split into words, `Environment=` for example. */
export function quoted(text: string): string {
  return `"${escapedText(text)}"`
}

/** A word of a command line: variables are put into it, too. */
function commandWord(word: string, specifiers: Readonly<Record<string, string>>): string {
  const names = Object.keys(specifiers).map((name) => name.replaceAll(/[^\w]/g, '\\$&'))
  const parts = names.length === 0 ? [word] : word.split(new RegExp(`\\{(${names.join('|')})\\}`))
  // Odd ones are what the parentheses matched.
  const text = parts.map((part, index) =>
    index % 2 === 1 ? specifiers[part] : escapedText(part).replaceAll('$', '$$$$'),
  )
  const joined = text.join('')
  return /^[\w@%+=:,./$-]+$/.test(joined) ? joined : `"${joined}"`
}

/** A command line of a unit file (systemd.service(5), "Command Lines"): its words as they are, but for `{placeholder}`s. */
export function commandLine(
  argv: readonly string[],
  specifiers: Readonly<Record<string, string>> = {},
): string {
  return argv.map((word) => commandWord(word, specifiers)).join(' ')
}

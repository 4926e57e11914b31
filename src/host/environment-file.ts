/** Characters that a backslash takes the meaning of between double quotes (systemd's env-file.c, as sh). */
const ESCAPABLE = /["\\`$]/g

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

interface Read {
  readonly value: string
  /** Index after the line end. */
  readonly next: number
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function quotedPart(text: string, from: number): { value: string; next: number } {
  const quote = text.charAt(from)
  let value = ''
  let at = from + 1
  for (; at < text.length && text.charAt(at) !== quote; at += 1) {
    if (quote === '"' && text.charAt(at) === '\\') {
      at += 1
      const character = text.charAt(at)
      if (character !== '\n') value += /["\\`$]/.test(character) ? character : `\\${character}`
    } else value += text.charAt(at)
  }
  return { value, next: at + 1 }
}

function readValue(text: string, from: number): Read {
  let value = ''
  let blanks = ''
  let at = from
  while (at < text.length && text.charAt(at) !== '\n') {
    const character = text.charAt(at)
    if (character === '"' || character === "'") {
      const part = quotedPart(text, at)
      value += blanks + part.value
      blanks = ''
      at = part.next
      continue
    }
    // Blanks count when something comes after them.
    if (/[ \t\r]/.test(character)) blanks += value === '' ? '' : character
    else {
      const escaped = character === '\\'
      if (escaped) at += 1
      value += blanks + (escaped && text.charAt(at) === '\n' ? '' : text.charAt(at))
      blanks = ''
    }
    at += 1
  }
  return { value, next: at + 1 }
}

/** The variables of an environment file, as systemd reads `EnvironmentFile=` (systemd.exec(5)). */
export function parseEnvironmentFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {}
  let at = 0
  while (at < text.length) {
    const end = endOfLine(text, at)
    const line = text.slice(at, end)
    const equals = line.indexOf('=')
    const name = line.slice(0, Math.max(equals, 0)).trim()
    if (/^\s*[#;]/.test(line) || !NAME.test(name)) {
      at = end + 1
      continue
    }
    const { value, next } = readValue(text, at + equals + 1)
    variables[name] = value
    at = next
  }
  return variables
}

/** A line of an environment file, in quotes where it needs them. The value must not hold a NUL. */
export function environmentLine(name: string, value: string): string {
  if (/^[\w.,:;/@%+=?&~^-]*$/.test(value)) return `${name}=${value}`
  const word = value.includes("'") ? `"${value.replace(ESCAPABLE, '\\$&')}"` : `'${value}'`
  return `${name}=${word}`
}

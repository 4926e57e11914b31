import { obfuscateConninfo } from '../conninfo.js'
import { type ScannedEntry, scanLine } from './lexer.js'
import { CONNINFO_PARAMETER } from './secrets.js'
import { foldName, serializeConfValue } from './value.js'

/** In front of an entry that was commented out. */
const COMMENT = /^[\s#]*/

function maskedEntry(line: string, offset: number, { value, valueStart, valueEnd }: ScannedEntry): string {
  const shown = obfuscateConninfo(value)
  if (shown === value) return line
  return `${line.slice(0, offset + valueStart)}${serializeConfValue(shown, CONNINFO_PARAMETER)}${line.slice(offset + valueEnd)}`
}

function maskedLine(line: string): string {
  if (!line.toLowerCase().includes(CONNINFO_PARAMETER)) return line
  const offset = COMMENT.exec(line)?.[0].length ?? 0
  const scanned = scanLine(line.slice(offset))
  if (scanned.kind === 'entry' && foldName(scanned.entry.name) === CONNINFO_PARAMETER)
    return maskedEntry(line, offset, scanned.entry)
  // No entry, or one that PostgreSQL can't read either: what it holds is anybody's guess.
  return /pass|:\/\//i.test(line)
    ? line.replace(new RegExp(`(${CONNINFO_PARAMETER}).*$`, 'i'), '$1 = ********')
    : line
}

/** Text of a configuration file to be shown: passwords in connection strings are masked, in comments too. */
export function maskConfPasswords(text: string): string {
  return text.split('\n').map(maskedLine).join('\n')
}

import { LEFT_TO_RIGHT, PROHIBITED, RIGHT_TO_LEFT, UNASSIGNED } from './saslprep-tables.js'

/** Table C.1.2 of RFC 3454: becomes an ASCII space. */
const NON_ASCII_SPACE = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g
/** Table B.1: vanishes. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: joiners and selectors are what the table lists
const MAPPED_TO_NOTHING = /[\u00ad\u034f\u1806\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]/g

type Ranges = readonly (readonly [first: number, last: number])[]

/**
 * Prepares a password as PostgreSQL does (`pg_saslprep`, RFC 4013). Where the rules reject it (prohibited or
 * unassigned characters, mixed directions, nothing left) PostgreSQL uses the password as it was typed: returned
 * unchanged.
 */
export function saslprep(password: string): string {
  const mapped = password.replace(NON_ASCII_SPACE, ' ').replace(MAPPED_TO_NOTHING, '')
  if (mapped === '') return password
  const normalized = mapped.normalize('NFKC')
  const points = Array.from(normalized, (character) => character.codePointAt(0) ?? 0)
  const refused = [PROHIBITED, UNASSIGNED].map(decode)
  if (points.some((point) => refused.some((ranges) => includes(ranges, point)))) return password
  return directionsHold(points) ? normalized : password
}

/** RFC 3454, section 6: with one right-to-left character, none may be left-to-right, and both ends must be such. */
function directionsHold(points: readonly number[]): boolean {
  const rightToLeft = decode(RIGHT_TO_LEFT)
  const isRight = (point: number | undefined): boolean => point !== undefined && includes(rightToLeft, point)
  if (!points.some(isRight)) return true
  const leftToRight = decode(LEFT_TO_RIGHT)
  return isRight(points[0]) && isRight(points.at(-1)) && !points.some((point) => includes(leftToRight, point))
}

function decode(table: string): Ranges {
  let last = 0
  return table
    .trim()
    .split(/\s+/)
    .map((item) => {
      const [gap = '0', length = '0'] = item.split('.')
      const first = last + Number.parseInt(gap, 36)
      last = first + Number.parseInt(length, 36)
      return [first, last] as const
    })
}

function includes(ranges: Ranges, point: number): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = ranges[middle] ?? [0, 0]
    if (point < first) high = middle - 1
    else if (point > last) low = middle + 1
    else return true
  }
  return false
}

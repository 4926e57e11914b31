import { operational } from '../errors/kinds.js'
import type { Conf } from './conf/value.js'

/** Parameters whose value may be a share of the memory. */
const SHARES: readonly string[] = ['shared_buffers', 'effective_cache_size']
const UNITS: readonly (readonly [name: string, bytes: number, decimal: number])[] = [
  ['TB', 1024 ** 4, 1000 ** 4],
  ['GB', 1024 ** 3, 1000 ** 3],
  ['MB', 1024 ** 2, 1000 ** 2],
  ['kB', 1024, 1000],
]
/** Part of the share that rounding down to a whole number of a unit may lose. */
const MAX_LOSS = 0.01

/**
 * Turns a percentage of the memory (`25%`, of `totalBytes`) into a whole number and a unit, as `4 GB`; any other value is
 * returned as it is. Throws `PGLIFT_MEMORY_PERCENT` when what stands before the sign is no number above 0 and up to 100.
 *
 * PostgreSQL reads kB, MB, GB and TB as powers of 1024. The result is rounded down in the largest unit that loses at
 * most 1 %, so what PostgreSQL reads is never above the share. One exception, the original's: a share of exactly n
 * decimal gigabytes or terabytes is written so (4e9 * 25% is `1 GB`); sizes of real memory, which are multiples of 4096,
 * do not get there in practice.
 */
export function expandPercent(value: string, totalBytes: number): string {
  const trimmed = value.trim()
  if (!trimmed.endsWith('%')) return value
  const share = Math.floor((totalBytes * percentage(trimmed.slice(0, -1).trim())) / 100)
  for (const [unit, bytes, decimal] of UNITS) {
    if (decimal >= 1e9 && share > 0 && share % decimal === 0) return `${share / decimal} ${unit}`
    const count = Math.floor(share / bytes)
    if (count > 0 && share - count * bytes <= share * MAX_LOSS) return `${count} ${unit}`
  }
  // Below 100 kB every unit loses more than that.
  return `${Math.max(1, Math.floor(share / 1024))} kB`
}

/** `conf` with the percentages of shared_buffers and effective_cache_size turned into sizes; see `expandPercent`. */
export function expandMemory(conf: Conf, totalBytes: number): Conf {
  const expanded = Object.entries(conf).map(([name, value]) =>
    SHARES.includes(name) && typeof value === 'string'
      ? [name, expandPercent(value, totalBytes)]
      : [name, value],
  )
  return Object.fromEntries(expanded)
}

/**
 * Memory in bytes that the server can have: the lowest of `MemTotal` of /proc/meminfo and the limits of the control
 * groups (texts of `memory.max`, or of version 1's `memory.limit_in_bytes`; undefined where there is no such file).
 * `max`, zero and version 1's "unlimited" (about 2^63) limit nothing. Throws `PGLIFT_MEMORY_TOTAL` without `MemTotal`.
 */
export function memoryLimit(meminfoText: string, cgroupLimits: readonly (string | undefined)[]): number {
  const kilobytes = /^MemTotal:\s*(\d+)\s*kB\s*$/m.exec(meminfoText)?.[1]
  if (kilobytes === undefined) {
    throw operational(
      'PGLIFT_MEMORY_TOTAL',
      'cannot tell the total memory: /proc/meminfo has no MemTotal line',
      {
        hint: 'Give shared_buffers and effective_cache_size as sizes (4GB) in place of percentages.',
      },
    )
  }
  const limits = cgroupLimits
    .filter((text) => text !== undefined && /^\s*\d+\s*$/.test(text))
    .map(Number)
    .filter((limit) => limit > 0)
  return Math.min(Number(kilobytes) * 1024, ...limits)
}

function percentage(text: string): number {
  const percent = /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : 0
  if (percent > 0 && percent <= 100) return percent
  throw operational('PGLIFT_MEMORY_PERCENT', `invalid percent value '${text}'`, {
    hint: 'Write a share of the memory as a number above 0 and up to 100 with a percent sign: 25%.',
  })
}

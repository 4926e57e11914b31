import { LEVEL_NUMBER, type LogRecord } from './log-record.js'

const FIELD = /%(?:%|\((\w+)\)([-0 +#]*)(\d*)(?:\.(\d+))?([sdifr]))/g

/**
 * Renders a record with a format of Python's logging: `%(levelname)-8s %(message)s`. Known fields are `asctime`,
 * `created`, `levelname`, `levelno`, `message`, `msecs`, `name`, `process`; any other stays as it is written.
 * `dateFormat` is that of strftime(3); without one, dates have the form `2026-01-31 12:00:00,123`.
 */
export function formatRecord(format: string, dateFormat: string | undefined, record: LogRecord): string {
  return format.replaceAll(
    FIELD,
    (written, name: string | undefined, flags: string, width: string, precision: string) => {
      if (name === undefined) return '%'
      const value = fieldValue(name, record, dateFormat)
      return value === undefined ? written : pad(value, flags, Number(width || 0), precision)
    },
  )
}

function pad(value: string | number, flags: string, width: number, precision: string | undefined): string {
  const text =
    typeof value === 'number'
      ? value.toFixed(Number(precision ?? 0))
      : value.slice(0, precision === undefined ? undefined : Number(precision))
  if (flags.includes('-')) return text.padEnd(width)
  return text.padStart(width, flags.includes('0') && typeof value === 'number' ? '0' : ' ')
}

function fieldValue(
  name: string,
  record: LogRecord,
  dateFormat: string | undefined,
): string | number | undefined {
  const { time, level, message } = record
  switch (name) {
    case 'asctime':
      return dateFormat
        ? strftime(dateFormat, time)
        : `${strftime('%Y-%m-%d %H:%M:%S', time)},${millis(time)}`
    case 'created':
      return time.getTime() / 1000
    case 'levelname':
      return level
    case 'levelno':
      return LEVEL_NUMBER[level]
    case 'message':
      return message
    case 'msecs':
      return time.getMilliseconds()
    case 'name':
      return record.name
    case 'process':
      return process.pid
    default:
      return undefined
  }
}

function millis(time: Date): string {
  return String(time.getMilliseconds()).padStart(3, '0')
}

const two = (value: number): string => String(value).padStart(2, '0')

const word = (time: Date, options: Intl.DateTimeFormatOptions): string =>
  time.toLocaleString('en-US', options)

function offset(time: Date): string {
  const minutes = -time.getTimezoneOffset()
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`
}

const DIRECTIVES: Readonly<Record<string, (time: Date) => string>> = {
  '%': () => '%',
  a: (time) => word(time, { weekday: 'short' }),
  A: (time) => word(time, { weekday: 'long' }),
  b: (time) => word(time, { month: 'short' }),
  B: (time) => word(time, { month: 'long' }),
  c: (time) => strftime('%a %b %e %H:%M:%S %Y', time),
  d: (time) => two(time.getDate()),
  D: (time) => strftime('%m/%d/%y', time),
  e: (time) => String(time.getDate()).padStart(2),
  f: (time) => `${millis(time)}000`,
  F: (time) => strftime('%Y-%m-%d', time),
  H: (time) => two(time.getHours()),
  I: (time) => two(time.getHours() % 12 || 12),
  j: (time) =>
    String(
      Math.round(
        (Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) - Date.UTC(time.getFullYear(), 0, 0)) /
          86_400_000,
      ),
    ).padStart(3, '0'),
  m: (time) => two(time.getMonth() + 1),
  M: (time) => two(time.getMinutes()),
  p: (time) => (time.getHours() < 12 ? 'AM' : 'PM'),
  s: (time) => String(Math.floor(time.getTime() / 1000)),
  S: (time) => two(time.getSeconds()),
  T: (time) => strftime('%H:%M:%S', time),
  x: (time) => strftime('%m/%d/%y', time),
  X: (time) => strftime('%H:%M:%S', time),
  y: (time) => two(time.getFullYear() % 100),
  Y: (time) => String(time.getFullYear()),
  z: offset,
  Z: (time) => word(time, { timeZoneName: 'short' }).split(' ').at(-1) ?? '',
}

/** Renders a local date with a format of strftime(3), in English; unknown directives stay as they are written. */
export function strftime(format: string, time: Date): string {
  return format.replaceAll(
    /%([A-Za-z%])/g,
    (written, letter: string) => DIRECTIVES[letter]?.(time) ?? written,
  )
}

import { createHash } from 'node:crypto'
import { databaseOfFileName } from '../../postgresql/argv/dump.js'

const FILE = /^(.+)_(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})\.dump$/s

const two = (value: number): string => String(value).padStart(2, '0')

/** The moment a dump is named by, in local time with its offset, seconds: `2023-11-20T11:18:50+00:00`. */
export function dumpDate(date: Date): string {
  const offset = -date.getTimezoneOffset()
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19)
  const size = Math.abs(offset)
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`
}

/** Identifies a dump to `restore`: the database and ten hexadecimal digits of BLAKE2b over name and date. */
export function dumpId(dbname: string, date: string): string {
  const digest = createHash('blake2b512').update(`${dbname}${date}`).digest('hex')
  return `${dbname}_${digest.slice(0, 10)}`
}

/** Database and date that a dump's file name tells; undefined for other files. */
export function parseDumpName(file: string): { dbname: string; date: string } | undefined {
  const [, name, date] = FILE.exec(file) ?? []
  return name === undefined || date === undefined ? undefined : { dbname: databaseOfFileName(name), date }
}

import { operational } from '../../errors/kinds.js'
import { isNumericAddress } from './address.js'
import { canonical, HBA_TYPES, type HbaRecord } from './record.js'
import { type AuthToken, type LogicalLine, tokenizeAuthFile } from './tokens.js'

/** One line: a record, an include directive (PostgreSQL 16 and later), or neither (blank, comment). */
export interface HbaLine {
  /** Counts from 1. */
  number: number
  /** With its newline; several physical lines when continued by backslashes. */
  raw: string
  record?: HbaRecord
  include?: { kind: string; path: string }
}

/** A parsed pg_hba.conf: the lines' `raw` joined give the text back. */
export interface HbaDocument {
  file: string
  lines: readonly HbaLine[]
}

const DIRECTIVES: readonly string[] = ['include', 'include_if_exists', 'include_dir']

/**
 * Parses pg_hba.conf with the rules of PostgreSQL's hba.c. Methods and options are not checked against a version. `file`
 * only names it in errors. Throws `PGLIFT_HBA_SYNTAX`, with file and line, at the first record that PostgreSQL would refuse.
 */
export function parseHba(text: string, file: string): HbaDocument {
  const lines = tokenizeAuthFile(text).map((line): HbaLine => {
    const { number, raw, fields } = line
    const [first, second] = fields
    if (first === undefined) return { number, raw }
    const kind = first[0]?.text ?? ''
    if (fields.length === 2 && DIRECTIVES.includes(kind)) {
      return { number, raw, include: { kind, path: second?.[0]?.text ?? '' } }
    }
    return { number, raw, record: new RecordReader(line, file).read() }
  })
  return { file, lines }
}

/** The records of a file in order; includes are not followed. */
export function hbaRecords(document: HbaDocument): HbaRecord[] {
  return document.lines.flatMap(({ record }) => (record ? [record] : []))
}

/** Reads the fields of one record from left to right. */
class RecordReader {
  readonly #line: LogicalLine
  readonly #file: string
  #position = 0

  constructor(line: LogicalLine, file: string) {
    this.#line = line
    this.#file = file
  }

  read(): HbaRecord {
    const word = this.#word('connection type').text
    const type = HBA_TYPES.find((known) => known === word)
    if (type === undefined) throw this.#fault(`unknown connection type ${JSON.stringify(word)}`)
    const databases = this.#field('database').map((token) => canonical(token, 'database'))
    const users = this.#field('user').map((token) => canonical(token, 'user'))
    const where = type === 'local' ? {} : this.#where()
    const method = this.#word('authentication method').text
    return { type, databases, users, ...where, method, options: this.#options() }
  }

  #where(): { address: string; netmask?: string } {
    const token = this.#word('address')
    const address = canonical(token, 'address')
    const [base = '', length] = token.text.split('/')
    const numeric = isNumericAddress(base)
    if (length !== undefined && !numeric) throw this.#fault('a host name takes no CIDR length')
    if (length !== undefined && !/^\d{1,3}$/.test(length))
      throw this.#fault('the CIDR length is not a number')
    if (length !== undefined || !numeric) return { address }
    const netmask = this.#word('netmask').text
    if (!isNumericAddress(netmask)) throw this.#fault('an IP address needs a CIDR length or a netmask')
    return { address, netmask }
  }

  #options(): Record<string, string> {
    const tokens = this.#line.fields.slice(this.#position).flat()
    const pairs = tokens.map(({ text }) => {
      const equal = text.indexOf('=')
      // The text stays out of the message: it may be a password (ldapbindpasswd).
      if (equal < 0) throw this.#fault('an authentication option is not written name=value')
      return [text.slice(0, equal), text.slice(equal + 1)] as const
    })
    return Object.fromEntries(pairs)
  }

  #word(what: string): AuthToken {
    const [word, ...others] = this.#field(what)
    if (word === undefined || others.length > 0) throw this.#fault(`several values for the ${what}`)
    return word
  }

  #field(what: string): readonly AuthToken[] {
    const field = this.#line.fields[this.#position]
    if (field === undefined) throw this.#fault(`the line ends before the ${what}`)
    this.#position += 1
    return field
  }

  #fault(reason: string): Error {
    const { number } = this.#line
    return operational(
      'PGLIFT_HBA_SYNTAX',
      `invalid HBA record in ${this.#file}, line ${number}: ${reason}`,
      {
        hint: `Correct line ${number} of ${this.#file}: TYPE DATABASE USER [ADDRESS] METHOD [OPTIONS].`,
      },
    )
  }
}

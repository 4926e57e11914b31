import { HOSTILE } from '../unit/postgresql/conf/hostile.js'
import { HOSTILE_NAMES, IMPOSSIBLE_NAMES } from '../unit/postgresql/sql/hostile-names.fixture.js'

/** Words that mean something to pglift, psql, a shell or a configuration file, and nothing in a name. */
const WORDS = [
  'all',
  'replication',
  'sameuser',
  'samehost',
  'current_user',
  'session_user',
  'default',
  'user',
  'template2',
  'root',
  '+group',
  '@file',
  '\\!id',
  '\\q',
  '%p',
  '%(levelname)s',
  '{name}',
  '{settings.prefix}',
  '{{ 7 * 7 }}',
  '{% raw %}',
  '-x',
  '--help',
  '-',
  '*',
  '../../etc',
  '.',
  '~',
  ' lead',
  'trail ',
  'tab\there',
  'a:b:c',
  'a#b',
  'pаypal', // a Cyrillic а
  'ﬁ', // a ligature
  'e\u0301', // é in two code points
  'a\u200db',
  '\u202eabc',
  'İ',
  '😀'.repeat(15),
] as const

const unique = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]

/** Names that a role, database or schema can have. */
export const POSSIBLE_NAMES: readonly string[] = unique(HOSTILE_NAMES, WORDS).filter(
  (name) => name !== 'public',
)

/** Names that nothing can have: empty, with a NUL, in broken Unicode, too long. */
export const REFUSED_NAMES: readonly string[] = IMPOSSIBLE_NAMES

/** Names that PostgreSQL keeps for itself. */
export const RESERVED_ROLES = ['pg_x', 'pg_', 'pg_monitor', 'public', 'none'] as const
export const RESERVED_SCHEMAS = ['pg_x', 'pg_temp', 'pg_catalog'] as const

const oneLine = (text: string): boolean => !/[\0\r\n]/.test(text) && text.isWellFormed()

/** Texts for settings and passwords. */
export const VALUES: readonly string[] = unique(HOSTILE, WORDS, [
  'x'.repeat(900),
  "'; DROP ROLE postgres; --",
])

/** Passwords of one line, none empty. */
export const PASSWORDS: readonly string[] = VALUES.filter((value) => value !== '' && oneLine(value))

/** Passwords that no password file and no C string can hold. */
export const REFUSED_PASSWORDS: readonly string[] = VALUES.filter((value) => !oneLine(value))

/** Databases of HBA records as a manifest writes them, and the words that the server reads. */
export const HBA_DATABASES: readonly (readonly [string, readonly string[]])[] = [
  ['all', ['all']],
  ['replication', ['replication']],
  ['"all"', ['all']],
  ['sameuser,samerole', ['sameuser', 'samerole']],
  ['a,"b,c",d', ['a', 'b,c', 'd']],
  ['two words', ['two words']],
  ['"dou""ble"', ['dou"ble']],
  ['#no comment', ['#no comment']],
  ['$$', ['$$']],
  ["o'clock", ["o'clock"]],
  ['back\\slash\\', ['back\\slash\\']],
  ['{name}', ['{name}']],
  ['+group', ['+group']],
  ['-d', ['-d']],
  ['../x', ['../x']],
  ['😀', ['😀']],
  ['\u202eabc', ['\u202eabc']],
]

/** The same that no record can hold. */
export const REFUSED_HBA_DATABASES: readonly string[] = [
  '',
  'a\nlocal all all trust',
  'a\0b',
  '\ud800',
  'a\tb',
]

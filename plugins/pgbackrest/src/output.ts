/** What pgBackRest says on standard error, its continuation lines joined. */
export interface Message {
  readonly level: string
  readonly text: string
}

const MESSAGE = /^(?:P\d+\s+)?(WARN|ERROR|ASSERT|INFO|DETAIL): (.*)$/

/** Warnings and errors in their order. */
export function messagesIn(stderr: string): Message[] {
  const messages: { level: string; text: string }[] = []
  for (const line of stderr.split('\n')) {
    const [, level, text] = MESSAGE.exec(line) ?? []
    const last = messages.at(-1)
    if (level !== undefined && text !== undefined) messages.push({ level, text })
    else if (last !== undefined && line.trim() !== '') last.text += `\n${line.trim()}`
  }
  return messages
}

/** The error that ended it: its code of three digits, its text. Without one: what it said last. */
export function errorOf(
  messages: readonly Message[],
  { exitCode, stderr }: { exitCode: number; stderr: string },
): { code: string; text: string } {
  const error = messages.findLast(({ level }) => level === 'ERROR' || level === 'ASSERT')
  const [, code, text] = /^\[(\d{3})\]: (.*)$/s.exec(error?.text ?? '') ?? []
  if (code !== undefined && text !== undefined) return { code, text }
  const last = stderr.trim().split('\n').slice(-5).join('\n')
  return { code: String(exitCode).padStart(3, '0'), text: last === '' ? 'it said nothing' : last }
}

/** The share of a backup or restore that is done, from a line about a file. */
export function percentIn(line: string): number | undefined {
  const percent = /^P\d+ DETAIL: .*\((?:.*, )?(\d+(?:\.\d+)?)%\)/.exec(line)?.[1]
  return percent === undefined ? undefined : Number(percent)
}

/** By error code (pgBackRest's src/build/error/error.yaml). */
const HINTS: Readonly<Record<string, string>> = {
  '028': 'the stanza belongs to another cluster: choose another one, or find out whose backups it holds',
  '038': 'stop the instance first',
  '040': 'move away what is in that directory: it may hold WAL that is nowhere else',
  '041': 'does that file exist, and may this user use it? Is there room left?',
  '042': 'may this user read it?',
  '044': 'the stanza belongs to another cluster, whose WAL would be mixed with this one',
  '046': 'this pgBackRest does not know that version of PostgreSQL: a newer one may',
  '047': 'may this user write there?',
  '049': 'does the repository host answer? Do its port and the certificates, or the SSH keys, fit?',
  '050': 'another backup, restore or check of the stanza is running: try again when it has ended',
  '051': 'the stanza belongs to another cluster; after an upgrade of PostgreSQL it must be upgraded',
  '053': 'may this user read it?',
  '055': "what pgBackRest needs is missing in the repository: was the stanza created with 'stanza-create'?",
  '056': 'does the instance run, and may the backup role connect (pg_hba.conf, password file)?',
  '062': "a stop file is there: 'pgbackrest start' lets pgBackRest run again",
  '064': 'is there room left, and may this user write there?',
  '068': "archive_command is not the one that pglift sets: see 'pglift pgconf show archive_command'",
  '072': 'run it on the repository host',
  '082': 'WAL does not arrive in the repository: see what archive_command says in the log of PostgreSQL',
  '087': 'archiving is off: archive_mode takes effect when PostgreSQL is restarted',
  '095': 'does the passphrase of the repository fit?',
  '103': 'no repository can be used: is it there, does its host answer, does the passphrase fit?',
  '105': "the repository host does not let this host in: see its 'tls-server-auth'",
}

const SEVERAL_PRIMARIES =
  'two primaries of one stanza would mix their WAL: stop the former one, or give the new one another stanza'

/** What to do about an error, by its code and text, when that is known. */
export function hintFor({ code, text }: { code: string; text: string }): string | undefined {
  return /more than one primary cluster/.test(text) ? SEVERAL_PRIMARIES : HINTS[code]
}

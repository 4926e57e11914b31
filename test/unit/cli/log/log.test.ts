import { expect } from 'chai'
import { Audit } from '../../../../src/cli/log/audit.js'
import { CommandLog } from '../../../../src/cli/log/log.js'
import { formatRecord, strftime } from '../../../../src/cli/log/log-format.js'
import type { LogRecord } from '../../../../src/cli/log/log-record.js'
import { terminalLine } from '../../../../src/cli/log/log-sinks.js'
import { StatusLine } from '../../../../src/cli/output/status-line.js'

const record: LogRecord = {
  time: new Date(2026, 0, 5, 15, 4, 3, 21),
  level: 'INFO',
  name: 'pglift.pgbackrest',
  message: "creating role 'bob'",
}

function screen(isTTY: boolean) {
  let text = ''
  const stream = { isTTY, columns: 80, write: (more: string) => (text += more) }
  return { stream, statusLine: new StatusLine(stream, { CI: '1' }), text: () => text }
}

describe('cli/log/log-format', () => {
  const cases: [format: string, expected: string][] = [
    ['%(levelname)-4s %(message)s', "INFO creating role 'bob'"],
    ['%(levelname)-8s|%(levelname)6s|', 'INFO    |  INFO|'],
    ['%(asctime)s %(name)s', '2026-01-05 15:04:03,021 pglift.pgbackrest'],
    ['%(levelno)04d %(msecs)03d %(name).6s 100%%', '0020 021 pglift 100%'],
    ['%(unknown)s', '%(unknown)s'],
  ]
  for (const [format, expected] of cases) {
    it(`renders ${format}`, () => {
      expect(formatRecord(format, undefined, record)).to.equal(expected)
    })
  }

  it('renders dates as strftime does', () => {
    expect(formatRecord('%(asctime)s', '%Y-%m-%d %H:%M:%S', record)).to.equal('2026-01-05 15:04:03')
    expect(strftime('%j %a %b %I %p %y %% %q', record.time)).to.equal('005 Mon Jan 03 PM 26 % %q')
    expect(strftime('%c|%F %T|%z', record.time)).to.match(
      /^Mon Jan {2}5 15:04:03 2026\|2026-01-05 15:04:03\|[+-]\d{4}$/,
    )
  })
})

describe('cli/log/log', () => {
  const globals = { interactive: true, debug: false }

  it('shows level and message on a terminal, further lines below', () => {
    expect(terminalLine({ ...record, message: 'a\nb' }, false)).to.equal('INFO     a\n         b\n')
    expect(terminalLine({ ...record, level: 'WARNING' }, true)).to.contain(
      '\u001b[33mWARNING \u001b[0m creating',
    )
  })

  it('takes threshold and format from the site, unless an option states the level', () => {
    const { stream, statusLine, text } = screen(false)
    const log = new CommandLog({ globals, stream, statusLine })
    log.configure({ log_format: '%(levelname)-4s %(message)s', date_format: '', log_level: 'WARNING' })
    log.info('no')
    log.warning('yes')
    expect(text()).to.equal('WARNING yes\n')
    expect(log.records.map(({ message }) => message)).to.deep.equal(['no', 'yes'])
    const other = screen(false)
    const verbose = new CommandLog({ ...other, globals: { ...globals, logLevel: 'DEBUG' } })
    verbose.configure({ log_format: '%(name)s %(message)s', date_format: '', log_level: 'ERROR' })
    verbose.named('pgbackrest').debug('line')
    verbose.flush()
    expect(other.text()).to.equal('pglift.pgbackrest line\n')
  })

  it('writes warnings to a file by default, and nothing to the terminal', () => {
    const { stream, statusLine, text } = screen(true)
    let file = ''
    const log = new CommandLog({
      globals: { ...globals, logFile: 'f' },
      stream,
      statusLine,
      appendToFile: (more) => {
        file += more
      },
    })
    log.configure({ log_format: '%(message)s', date_format: '', log_level: null })
    log.info('quiet')
    log.warning('loud')
    expect([file, text()]).to.deep.equal(['loud\n', ''])
  })
})

describe('cli/log/audit', () => {
  function audited(work: (log: CommandLog, audit: Audit) => void): string {
    const { stream, statusLine } = screen(true)
    const log = new CommandLog({ globals: { interactive: true, debug: false }, stream, statusLine })
    let file = ''
    const settings = { path: '', log_format: '%(levelname)s - %(name)s - %(message)s', date_format: '' }
    const audit = new Audit(log, settings, (more) => (file += more), 'pglift role create bob')
    work(log, audit)
    return file
  }

  it('holds the command, all it logged and how it ended', () => {
    const file = audited((log, audit) => {
      log.debug('looking')
      log.info("creating role 'bob'")
      audit.end('completed')
    })
    expect(file.split('\n').map((line) => line.replace(/\d\.\d/, 'N'))).to.deep.equal([
      'INFO - pglift_cli.audit - command: pglift role create bob',
      'DEBUG - pglift - looking',
      "INFO - pglift - creating role 'bob'",
      'INFO - pglift_cli.audit - command completed (N seconds)',
      '',
    ])
  })

  it('holds nothing of a command that did nothing yet', () => {
    const file = audited((log, audit) => {
      log.debug('looking')
      expect(audit.written).to.equal(false)
    })
    expect(file).to.equal('')
  })

  it('tells why a command failed', () => {
    const file = audited((_, audit) => audit.end('failed', 'role already exists'))
    expect(file).to.contain(
      'ERROR - pglift_cli.audit - role already exists\nERROR - pglift_cli.audit - command failed (',
    )
  })
})

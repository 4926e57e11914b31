import { expect } from 'chai'
import { endOf } from '../../../../src/cli/errors/command-end.js'
import { reportOf } from '../../../../src/cli/errors/error-report.js'
import { UsageErrorAt } from '../../../../src/cli/errors/usage-error.js'
import { Interrupted } from '../../../../src/cli/interruption.js'
import { Cancelled, operational, usage, ValidationError } from '../../../../src/errors/kinds.js'

const report = (error: unknown) =>
  reportOf(
    error,
    (path = ['role', 'create']) => [`Usage: pglift ${path.join(' ')}`],
    async () => '/tmp/debug.log',
  )

describe('cli/errors/error-report', () => {
  it('tells an operational error and what to do next', async () => {
    const { lines, exitCode, json } = await report(operational('PGLIFT_X', 'it exists', { hint: 'drop it' }))
    expect({ lines, exitCode }).to.deep.equal({ lines: ['Error: it exists', 'hint: drop it'], exitCode: 1 })
    expect(json).to.deep.equal({ error: { code: 'PGLIFT_X', message: 'it exists', hint: 'drop it' } })
  })

  it('tells a usage error after the usage line and names its option once', async () => {
    const { lines, exitCode } = await report(usage('PGLIFT_X', 'port 1 already in use', { param: '--port' }))
    expect(lines).to.deep.equal([
      'Usage: pglift role create',
      "Error: Invalid value for '--port': port 1 already in use",
    ])
    expect(exitCode).to.equal(2)
    const named = await report(usage('PGLIFT_X', "Missing option '--port'.", { param: '--port' }))
    expect(named.lines[1]).to.equal("Error: Missing option '--port'.")
    const both = await report(usage('PGLIFT_X', 'not found', { param: '-i / --instance' }))
    expect(both.lines[1]).to.equal("Error: Invalid value for '-i' / '--instance': not found")
    expect((await report(new UsageErrorAt(['role'], 'No such command'))).lines[0]).to.equal(
      'Usage: pglift role',
    )
  })

  it('lists the faults of a manifest as JSON', async () => {
    const { json, exitCode } = await report(
      new ValidationError('Role', [{ type: 'missing', loc: ['name'], msg: 'Field required', input: {} }]),
    )
    expect(exitCode).to.equal(1)
    expect(JSON.stringify(json)).to.equal(
      '[{"type":"missing","loc":["name"],"msg":"Field required","input":{}}]',
    )
  })

  it('keeps a debug log of bugs only', async () => {
    const { lines, exitCode, kind } = await report(new TypeError('x is undefined'))
    expect({ kind, exitCode }).to.deep.equal({ kind: 'bug', exitCode: 70 })
    expect(lines).to.deep.equal([
      'Error: an unexpected error occurred, this is probably a bug; details can be found at /tmp/debug.log',
    ])
  })

  it('prints nothing but code and message of an error that holds secrets', async () => {
    const error = Object.assign(operational('PGLIFT_X', 'no'), { config: { password: 's3kret' } })
    expect(JSON.stringify(await report(error))).not.to.contain('s3kret')
  })

  it('aborts: declined with 1, interrupted with 130 or 143', async () => {
    const declined = await report(new Cancelled())
    expect(endOf(declined)).to.deep.include({ lines: ['Aborted!'], exitCode: 1, audit: ['cancelled'] })
    const interrupted = new Interrupted('SIGINT')
    expect(endOf(await report(interrupted), interrupted)).to.deep.include({
      lines: ['Aborted!'],
      exitCode: 130,
    })
    expect(new Interrupted('SIGTERM').exitCode).to.equal(143)
    const undoFailed = await report(operational('PGLIFT_UNDO', 'undo failed'))
    expect(endOf(undoFailed, interrupted).lines).to.deep.equal(['Error: undo failed', 'Aborted!'])
  })
})

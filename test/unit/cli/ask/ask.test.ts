import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { TerminalAsk } from '../../../../src/cli/ask/ask.js'
import { Interrupted } from '../../../../src/cli/interruption.js'
import { StatusLine } from '../../../../src/cli/output/status-line.js'

function asking(
  input: string,
  { interactive = true, signal }: { interactive?: boolean; signal?: AbortSignal } = {},
) {
  let text = ''
  const stream = { write: (more: string) => (text += more) }
  const stdin = new PassThrough()
  if (signal === undefined) stdin.end(input)
  const ask = new TerminalAsk({
    input: stdin,
    stream,
    statusLine: new StatusLine(stream),
    interactive,
    interrupt: () => undefined,
    ...(signal && { signal }),
  })
  return { ask, text: () => text }
}

const failure = (work: Promise<unknown>) => work.then(String, (error: Error) => error.message)

describe('cli/ask/ask', () => {
  const { FORCE_COLOR } = process.env
  before(() => void delete process.env.FORCE_COLOR)
  after(() => {
    if (FORCE_COLOR !== undefined) process.env.FORCE_COLOR = FORCE_COLOR
  })

  it('asks with the default shown, and takes an empty line for it', async () => {
    const { ask, text } = asking('\n\nn\nyes\n')
    expect(await ask.confirm('Drop it?', true)).to.equal(true)
    expect(await ask.confirm('Drop it?', false)).to.equal(false)
    expect(await ask.confirm('Drop it?', true)).to.equal(false)
    expect(await ask.confirm('Drop it?', false)).to.equal(true)
    expect(text()).to.match(/^> Drop it\? \[y\/n\] \(y\): \n> Drop it\? \[y\/n\] \(n\): \n/)
    ask.close()
  })

  it('takes the default in a dry run that nobody answers', async () => {
    const { ask } = asking('n\n')
    ask.takeDefaults()
    expect(await ask.confirm('Drop it?', true)).to.equal(false)
    expect(await ask.confirm('Drop it?', true)).to.equal(true)
    expect(await ask.confirm('Restart it?', false)).to.equal(false)
    ask.close()
  })

  it('asks again for any other answer', async () => {
    const { ask, text } = asking('maybe\ny\n')
    expect(await ask.confirm('Sure?', false)).to.equal(true)
    expect(text()).to.contain('Please enter Y or N\n> Sure?')
  })

  it('cancels at the end of the input', async () => {
    expect(await failure(asking('').ask.confirm('Sure?', true))).to.equal('Aborted!')
    expect(await failure(asking('').ask.password('Password for user u'))).to.equal('Aborted!')
  })

  it('takes defaults without asking when not interactive', async () => {
    const { ask, text } = asking('n\n', { interactive: false })
    expect(await ask.confirm('Sure?', true)).to.equal(true)
    expect(await ask.password('Password for user u')).to.equal(undefined)
    expect(await failure(ask.newPassword('Role password:', '--password'))).to.contain('--non-interactive')
    expect(text()).to.equal('')
  })

  it('asks for a new password twice, until both are the same', async () => {
    const { ask, text } = asking('one\ntwo\nthree\nthree\n')
    expect(await ask.newPassword('Role password:', '--password')).to.equal('three')
    expect(text()).to.contain(
      'Role password: \nRepeat for confirmation: \nError: The two entered values do not match.',
    )
    expect(text()).not.to.contain('three')
  })

  it('stops waiting when the command is interrupted', async () => {
    const controller = new AbortController()
    const { ask } = asking('', { signal: controller.signal })
    const answer = failure(ask.confirm('Sure?', true))
    controller.abort(new Interrupted('SIGINT'))
    expect(await answer).to.equal('interrupted by SIGINT')
    ask.close()
  })
})

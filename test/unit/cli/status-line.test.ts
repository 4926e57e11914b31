import { expect } from 'chai'
import { withProgress } from '../../../src/cli/progress.js'
import { StatusLine } from '../../../src/cli/status-line.js'

function line(isTTY: boolean) {
  let text = ''
  const stream = { isTTY, columns: 20, write: (more: string) => (text += more) }
  return { status: new StatusLine(stream, { TERM: 'xterm' }), text: () => text }
}

describe('cli/status-line', () => {
  it('keeps out of the way of what is printed', () => {
    const { status, text } = line(true)
    status.show('waiting for a very long time')
    status.print('INFO     done\n')
    status.hide()
    const clear = '\r\u001b[2K'
    expect(text()).to.equal(
      `${clear}/ waiting for a ver${clear}INFO     done\n${clear}- waiting for a ver${clear}`,
    )
  })

  it('is silent when not on a terminal', async () => {
    const { status, text } = line(false)
    expect(await withProgress(status, 'waiting', async () => 5)).to.equal(5)
    status.show('x')
    status.hide()
    expect(text()).to.equal('')
  })
})

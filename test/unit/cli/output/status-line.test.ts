import { mock } from 'node:test'
import { expect } from 'chai'
import { withProgress } from '../../../../src/cli/output/progress.js'
import { StatusLine } from '../../../../src/cli/output/status-line.js'

function line(isTTY: boolean) {
  let text = ''
  const stream = { isTTY, columns: 20, write: (more: string) => (text += more) }
  return { status: new StatusLine(stream, { TERM: 'xterm' }), text: () => text }
}

describe('cli/output/status-line', () => {
  afterEach(() => mock.timers.reset())

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

  it('tells how far the work is, each state once', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
    const { status, text } = line(true)
    await withProgress(status, 'copying', async (update) => {
      update('1 %')
      mock.timers.tick(500)
      for (const percent of [1, 2, 2]) update(`${percent} %`)
    })
    const clear = '\r\u001b[2K'
    expect(
      text()
        .split(clear)
        .filter((shown) => shown.includes('%')),
    ).to.deep.equal(['/ copying: 1 %...', '- copying: 2 %...'])
  })

  it('is silent when not on a terminal', async () => {
    const { status, text } = line(false)
    expect(await withProgress(status, 'waiting', async () => 5)).to.equal(5)
    status.show('x')
    status.hide()
    expect(text()).to.equal('')
  })
})

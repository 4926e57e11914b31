import type { Performer, StepContext } from '@pglift/sdk'
import { expect } from 'chai'
import type { RunnableUnit } from '../../src/start-unit.js'
import { runningSteps } from '../../src/steps/running.js'

const UNIT = { unit: 'pglift-backup@15-main.service', user: true, sudo: false, title: 'a backup' }

/** What systemctl is told while the stop of a unit that ran is undone. */
async function undoing(args: RunnableUnit): Promise<string[]> {
  const told: string[] = []
  const run = async ([, , ...words]: readonly string[]) => {
    told.push(words.join(' '))
    return { stdout: 'ActiveState=inactive\n', stderr: '', exitCode: 0 }
  }
  const effects = { processes: { run }, files: { status: async () => undefined } }
  const { undo } = runningSteps['systemd.stop'] as unknown as Performer<RunnableUnit>
  await undo?.(args, undefined, { effects } as unknown as StepContext)
  return told.filter((words) => !words.startsWith('show'))
}

describe('the stop of a unit, undone', () => {
  it('has it run again', async () => {
    expect(await undoing(UNIT)).to.deep.equal([`start ${UNIT.unit}`])
  })

  it('begins nothing again that ends by itself, and would be waited for', async () => {
    expect(await undoing({ ...UNIT, ends: true })).to.deep.equal([])
  })
})

import { Plan } from '@pglift/sdk'
import { expect } from 'chai'
import type { Session } from '../../src/settings.js'
import { siteUninstall } from '../../src/site.js'

/** What uninstalling plans when the directory of the configuration holds these files. */
async function planned(names: readonly string[]) {
  const plan = new Plan()
  const session = {
    section: { configdir: '/etc/logrotate.d', days: 30 },
    effects: { files: { list: async () => names } },
  } as unknown as Session
  await siteUninstall(session)({ plan, confirm: async () => true })
  return plan.steps.map(({ kind, args }) => [kind, (args as { path: string }).path])
}

describe('uninstalling the configuration of logrotate', () => {
  it('takes its directory along', async () => {
    expect(await planned(['logrotate.conf'])).to.deep.equal([['tree.remove', '/etc/logrotate.d']])
    expect(await planned([])).to.deep.equal([['tree.remove', '/etc/logrotate.d']])
  })

  it('leaves a directory that others use', async () => {
    const steps = await planned(['apt', 'logrotate.conf'])
    expect(steps).to.deep.equal([['file.remove', '/etc/logrotate.d/logrotate.conf']])
  })
})

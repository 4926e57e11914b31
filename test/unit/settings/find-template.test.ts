import { expect } from 'chai'
import { findTemplate } from '../../../src/settings/find-template.js'
import { treeReader } from './support.js'

const directories = ['/user', '/etc/pglift', '/shipped']
const find = async (files: Record<string, string>, version?: string) =>
  (await findTemplate({ reader: treeReader(files), directories }, 'postgresql/psqlrc', version)).path

describe('findTemplate', () => {
  const shipped = { '/shipped/postgresql/psqlrc.njk': '' }

  it('falls back to what is shipped', async () => {
    expect(await find(shipped, '15')).to.equal('/shipped/postgresql/psqlrc.njk')
  })

  it('prefers the first directory, and there the file of the version', async () => {
    const files = {
      ...shipped,
      '/etc/pglift/postgresql/psqlrc': '',
      '/user/postgresql/psqlrc': '',
      '/user/postgresql/15/psqlrc.njk': '',
    }
    expect(await find(files, '15')).to.equal('/user/postgresql/15/psqlrc.njk')
    expect(await find(files, '16')).to.equal('/user/postgresql/psqlrc')
    expect(await find(files)).to.equal('/user/postgresql/psqlrc')
  })

  it('names the directories where there is none', async () => {
    const error = await find({}).catch((e: Error) => e.message)
    expect(error).to.equal("template 'postgresql/psqlrc' not found in /user, /etc/pglift, /shipped")
  })
})

import type { SiteSettings } from '@pglift/sdk'
import { expect } from 'chai'
import { logsOf, pathProblem } from '../../src/logs.js'

const logs = (settings: object) => logsOf(settings as SiteSettings)

describe('logs of a site', () => {
  it("are PostgreSQL's, then those of the sections that name a directory", () => {
    const settings = {
      cli: { logpath: '/log' },
      pgbackrest: { logpath: '/log/pgbackrest' },
      powa: {},
      patroni: null,
      postgresql: { logpath: '/log/postgresql' },
      prefix: '/p',
    }
    expect(logs(settings)).to.deep.equal([
      { section: 'postgresql', logpath: '/log/postgresql' },
      { section: 'pgbackrest', logpath: '/log/pgbackrest' },
    ])
    expect(logs({ postgresql: { logpath: null } })).to.deep.equal([])
  })

  it('lie where logrotate can be told of', () => {
    expect(pathProblem('/var/log/my instances')).to.equal(undefined)
    for (const path of ['/a"b', '/a*', '/a{b}', '/$HOME', '/a\nb', '/`id`', "/it's"])
      expect(pathProblem(path), path).to.contain("logrotate can't be told of")
  })
})

import { expect } from 'chai'
import { resolveConf } from '../../../../src/postgresql/conf/resolve.js'

/** Resolves `/d/postgresql.conf` (then `/d/postgresql.auto.conf`) of a tree of files. */
function resolve(tree: Record<string, string>) {
  const files = ['/d/postgresql.conf', '/d/postgresql.auto.conf'].flatMap((path) =>
    tree[path] === undefined ? [] : [{ path, text: tree[path] }],
  )
  const listDir = async (path: string) => {
    const names = Object.keys(tree).flatMap((file) =>
      file.startsWith(`${path}/`) ? [file.slice(path.length + 1)] : [],
    )
    return names.length > 0 ? names : undefined
  }
  return resolveConf(files, async (path) => tree[path], listDir)
}

async function failure(tree: Record<string, string>): Promise<Error> {
  try {
    await resolve(tree)
  } catch (error) {
    return error as Error
  }
  throw new Error('it resolved')
}

describe('resolveConf', () => {
  it('follows includes from the directory of the including file, where they stand', async () => {
    const conf = await resolve({
      '/d/postgresql.conf': "port = 1\ninclude 'sub/a.conf'\nfsync = on\ninclude_if_exists 'none.conf'\n",
      '/d/sub/a.conf': "port = 2\nfsync = off\ninclude '../b.conf'\n",
      '/d/b.conf': '\nwork_mem = 4MB\n',
    })
    expect(conf).to.deep.equal({
      port: { value: 2, origin: { file: '/d/sub/a.conf', line: 1 } },
      fsync: { value: true, origin: { file: '/d/postgresql.conf', line: 3 } },
      work_mem: { value: '4MB', origin: { file: '/d/b.conf', line: 2 } },
    })
  })

  it('puts postgresql.auto.conf on top', async () => {
    const conf = await resolve({
      '/d/postgresql.conf': 'port = 1',
      '/d/postgresql.auto.conf': '# auto\nport = 2',
    })
    expect(conf).to.deep.equal({ port: { value: 2, origin: { file: '/d/postgresql.auto.conf', line: 2 } } })
  })

  it('reads a directory in byte order, *.conf only', async () => {
    const conf = await resolve({
      '/d/postgresql.conf': "include_dir 'conf.d'",
      '/d/conf.d/b.conf': 'x.last = b',
      '/d/conf.d/a.conf': 'x.last = a',
      '/d/conf.d/B.conf': 'x.last = B',
      '/d/conf.d/.z.conf': 'x.last = hidden',
      '/d/conf.d/.conf': 'x.last = hidden',
      '/d/conf.d/z.conf.bak': 'x.last = backup',
    })
    expect(conf['x.last']?.value).to.equal('b')
  })

  it('refuses what PostgreSQL refuses, naming the line', async () => {
    const where = /in \/d\/postgresql.conf, line 2: /
    const start = { '/d/other.conf': '' }
    const cases: [string, RegExp][] = [
      ["include 'none.conf'", /there is no file \/d\/none.conf/],
      ["include_dir 'none.d'", /there is no directory \/d\/none.d/],
      ["include ''", /the name is empty/],
      ["include 'postgresql.conf'", /the file includes itself/],
    ]
    for (const [line, message] of cases) {
      const error = await failure({ ...start, '/d/postgresql.conf': `\n${line}` })
      expect(error).to.have.property('code', 'PGLIFT_CONF_INCLUDE')
      expect(error.message).to.match(where).and.match(message)
    }
  })

  it('goes 10 deep and no deeper', async () => {
    const chain = (length: number) => {
      const files = Array.from({ length }, (_, index) => [
        `/d/${index + 1}.conf`,
        `include '${index + 2}.conf'`,
      ])
      return {
        ...Object.fromEntries(files),
        '/d/postgresql.conf': "include '1.conf'",
        [`/d/${length}.conf`]: 'port = 1',
      }
    }
    expect((await resolve(chain(10))).port?.value).to.equal(1)
    expect((await failure(chain(11))).message).to.match(
      /in \/d\/10.conf, line 1: includes nest more than 10 deep/,
    )
    const cycle = { '/d/postgresql.conf': "include 'a.conf'", '/d/a.conf': "include 'postgresql.conf'" }
    expect((await failure(cycle)).message).to.match(/more than 10 deep/)
  })

  it('names the included file whose syntax is wrong', async () => {
    const error = await failure({ '/d/postgresql.conf': 'include a.conf', '/d/a.conf': '\n\nx' })
    // a.conf is a qualified identifier to PostgreSQL and needs quotes.
    expect(error.message).to.match(/syntax error in \/d\/postgresql.conf, line 1/)
    const included = await failure({ '/d/postgresql.conf': "include 'a.conf'", '/d/a.conf': '\n\nx' })
    expect(included.message).to.match(/syntax error in \/d\/a.conf, line 3/)
  })
})
